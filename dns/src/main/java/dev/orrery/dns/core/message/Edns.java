package dev.orrery.dns.core.message;

import java.util.List;

/// The OPT pseudo-record (RFC 6891), taken apart.
///
/// @param payloadSize octets of UDP payload the sender can take, as it said it
/// @param extendedCode high eight bits of the response code
/// @param dnssecOk the DO bit
public record Edns(
    int payloadSize, int extendedCode, int version, boolean dnssecOk, List<Option> options) {
  /// Octets that OPT takes on the wire without options.
  public static final int WIRE_LENGTH = 11;

  /// The only version there is.
  public static final int VERSION = 0;

  public Edns {
    options = List.copyOf(options);
  }

  /// An option, kept octet for octet.
  public record Option(int code, Octets data) {}
}
