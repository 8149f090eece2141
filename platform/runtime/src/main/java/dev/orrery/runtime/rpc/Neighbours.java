package dev.orrery.runtime.rpc;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How a component finds the others.
///
/// @param dnsServer the address of our own DNS server, once it is known; asked at each look-up
/// @param zone the zone it serves, e.g. `orrery.test`
/// @param fixed addresses by service name that take precedence over any look-up: `cache` →
///   `127.0.0.1:9400`
public record Neighbours(
    Supplier<Optional<InetSocketAddress>> dnsServer, String zone, Map<String, String> fixed) {
  public static final String ZONE = "orrery.test";

  /// The scheme of targets by service name.
  public static final String SCHEME = "orrery";

  public Neighbours {
    fixed = Map.copyOf(fixed);
  }

  public static Neighbours none() {
    return new Neighbours(Optional::empty, ZONE, Map.of());
  }

  public static Neighbours through(InetSocketAddress dns) {
    return new Neighbours(() -> Optional.of(dns), ZONE, Map.of());
  }

  /// The address of our DNS server; empty when there is none (yet).
  public Optional<InetSocketAddress> dns() {
    return dnsServer.get();
  }

  /// A fixed address for the service a target names, or the target itself.
  String replaced(String target) {
    String prefix = SCHEME + ":///";
    String address =
        target.startsWith(prefix) ? fixed.get(target.substring(prefix.length())) : null;
    return address == null ? target : address;
  }
}
