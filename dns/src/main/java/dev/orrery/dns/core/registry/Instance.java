package dev.orrery.dns.core.registry;

import java.net.InetAddress;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One running instance of a service.
///
/// @param service a DNS label, e.g. `cache`
/// @param name a DNS label, unique within the registry, e.g. `cache-1`
/// @param ports port number by port name, 1 to [#MAXIMUM_PORTS]
/// @param weight 1 to 65535
/// @param token the fencing token of its registration; 0 before it has one
public record Instance(
    String service,
    String name,
    InetAddress host,
    SortedMap<String, Integer> ports,
    int weight,
    long token) {
  public static final int MAXIMUM_PORTS = 16;
  public static final int MAXIMUM_WEIGHT = 65_535;

  private static final int MAXIMUM_PORT = 65_535;
  private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /// Octets of a port name: with the underscore of its DNS label it must stay within 63.
  private static final int MAXIMUM_PORT_NAME = 62;

  /// @throws InvalidInstanceException naming the field that breaks a rule
  public Instance {
    label("service", service);
    label("name", name);
    if (ports.isEmpty() || ports.size() > MAXIMUM_PORTS) {
      throw new InvalidInstanceException(
          "ports", "1 to " + MAXIMUM_PORTS + " ports are wanted, not " + ports.size());
    }
    ports.forEach((portName, number) -> {
      label("ports", portName);
      if (portName.length() > MAXIMUM_PORT_NAME) {
        throw new InvalidInstanceException("ports", "`" + portName + "` is over 62 characters");
      }
      if (number < 1 || number > MAXIMUM_PORT) {
        throw new InvalidInstanceException(
            "ports", portName + " must be 1 to 65535, not " + number);
      }
    });
    if (weight < 1 || weight > MAXIMUM_WEIGHT) {
      throw new InvalidInstanceException("weight", "must be 0 to 65535, not " + weight);
    }
    ports = new TreeMap<>(ports);
  }

  /// The same under another token.
  public Instance withToken(long newToken) {
    return new Instance(service, name, host, ports, weight, newToken);
  }

  /// Reads an address in text; never asks a resolver.
  ///
  /// @throws InvalidInstanceException when it is none
  public static InetAddress host(String text) {
    boolean v4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    boolean v6 = text.contains(":") && text.matches("[0-9a-fA-F:.]+");
    if (!v4 && !v6) {
      throw new InvalidInstanceException("host", "`" + text + "` is no IPv4 or IPv6 address");
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidInstanceException("host", "`" + text + "` is no IPv4 or IPv6 address");
    }
  }

  private static void label(String field, String value) {
    if (!LABEL.matcher(value).matches()) {
      throw new InvalidInstanceException(
          field,
          "`"
              + value
              + "` is no DNS label: a letter, then letters, digits and inner hyphens, at most 63");
    }
  }

  /// A field of an instance breaks a rule.
  public static final class InvalidInstanceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String why;

    InvalidInstanceException(String field, String why) {
      super(field + ": " + why, null, false, false);
      this.field = field;
      this.why = why;
    }

    public String field() {
      return field;
    }

    public String why() {
      return why;
    }
  }
}
