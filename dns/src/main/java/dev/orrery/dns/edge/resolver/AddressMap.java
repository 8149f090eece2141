package dev.orrery.dns.edge.resolver;

import dev.orrery.dns.core.resolver.ServerAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/// Where the addresses in zones are really found. Zones name addresses without ports, and DNS is at
/// port 53; a closed world that runs without privileges has its servers at high ports of the
/// loopback instead.
///
/// @param places `ADDRESS` → `HOST:PORT`, for those that are elsewhere
public record AddressMap(Map<String, InetSocketAddress> places) {
  private static final int DNS_PORT = 53;

  public AddressMap {
    places = Map.copyOf(places);
  }

  /// Reads entries of the form `127.53.0.1=127.0.0.1:5301`.
  ///
  /// @throws IllegalArgumentException for one of another form
  public static Map<String, InetSocketAddress> parse(Iterable<String> entries) {
    Map<String, InetSocketAddress> places = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      int colon = entry.lastIndexOf(':');
      if (equals < 1 || colon < equals + 2) {
        throw new IllegalArgumentException(
            "an address is placed as ADDRESS=HOST:PORT, not \"" + entry + "\"");
      }
      places.put(
          entry.substring(0, equals),
          new InetSocketAddress(
              entry.substring(equals + 1, colon), Integer.parseInt(entry.substring(colon + 1))));
    }
    return places;
  }

  InetSocketAddress of(ServerAddress server) {
    String address = server.address().toString();
    InetSocketAddress place = places.get(address);
    return place == null ? new InetSocketAddress(address, DNS_PORT) : place;
  }
}
