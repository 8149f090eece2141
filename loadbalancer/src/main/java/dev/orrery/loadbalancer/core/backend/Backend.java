package dev.orrery.loadbalancer.core.backend;

import dev.orrery.loadbalancer.core.balancing.Candidate;
import java.util.concurrent.atomic.AtomicInteger;

/// One instance that can answer, and how many connections to it are open. Its identity is the
/// object: an instance that comes back under its old name and address is the same backend only
/// while it never left the pool.
public final class Backend {
  private final String name;
  private final String host;
  private final int port;
  private final Candidate candidate;
  private final AtomicInteger connections = new AtomicInteger();

  Backend(Address address) {
    this.name = address.name();
    this.host = address.host();
    this.port = address.port();
    this.candidate = new Candidate(name, true);
  }

  /// Where an instance listens.
  ///
  /// @param name the instance, unique within the service
  public record Address(String name, String host, int port) {}

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
    return name.equals(address.name()) && host.equals(address.host()) && port == address.port();
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
