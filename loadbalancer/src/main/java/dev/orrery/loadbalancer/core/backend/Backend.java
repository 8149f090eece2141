package dev.orrery.loadbalancer.core.backend;

import dev.orrery.loadbalancer.core.balancing.Candidate;
import java.util.concurrent.atomic.AtomicInteger;

/// One instance that can answer, and how many connections to it are open. Its identity is the
/// object: an instance that comes back under its old name and address is the same backend only
/// while it never left the pool.
public final class Backend {
  private static final int MAXIMUM_PORT = 65_535;

  private final String name;
  private final String host;
  private final int port;
  private final Candidate candidate;
  private final AtomicInteger connections = new AtomicInteger();

  Backend(Address address) {
    this.name = address.name();
    this.host = address.host();
    this.port = address.port();
    this.candidate = new Candidate(name, true, address.weight());
  }

  /// Where an instance listens.
  ///
  /// @param name the instance, unique within the service
  /// @param weight its share relative to the others, at least 1
  public record Address(String name, String host, int port, int weight) {
    /// One of weight 1.
    public Address(String name, String host, int port) {
      this(name, host, port, 1);
    }

    /// Reads a fixed one, named by its address: `host:port`, `[::1]:port`, or either with `*weight`
    /// behind it.
    ///
    /// @throws IllegalArgumentException with a sentence, for another form
    public static Address of(String text) {
      int star = text.indexOf('*');
      String place = star < 0 ? text : text.substring(0, star);
      int colon = place.lastIndexOf(':');
      try {
        int port = Integer.parseInt(place.substring(colon + 1));
        int weight = star < 0 ? 1 : Integer.parseInt(text.substring(star + 1));
        if (colon < 1 || port < 1 || port > MAXIMUM_PORT || weight < 1) {
          throw new NumberFormatException(text);
        }
        String host = place.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new Address(place, host, port, weight);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException(
            "a backend is HOST:PORT or HOST:PORT*WEIGHT, not \"" + text + "\"", malformed);
      }
    }
  }

  public String name() {
    return name;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /// This backend as told to the policy when a request begins or ends.
  Candidate candidate() {
    return candidate;
  }

  boolean isAt(Address address) {
    return name.equals(address.name())
        && host.equals(address.host())
        && port == address.port()
        && candidate.weight() == address.weight();
  }

  /// Takes one of `maximum` connections; false when all are taken. Each one taken is given back
  /// with [#releaseConnection()].
  public boolean acquireConnection(int maximum) {
    if (connections.incrementAndGet() > maximum) {
      connections.decrementAndGet();
      return false;
    }
    return true;
  }

  public void releaseConnection() {
    connections.decrementAndGet();
  }

  /// Connections open now.
  public int connections() {
    return connections.get();
  }

  @Override
  public String toString() {
    return name + " (" + host + ":" + port + ")";
  }
}
