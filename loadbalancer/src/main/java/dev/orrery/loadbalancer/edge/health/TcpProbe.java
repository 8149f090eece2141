package dev.orrery.loadbalancer.edge.health;

import dev.orrery.loadbalancer.core.backend.Backend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// A connection that stands means fit: all that can be asked of a protocol one does not speak.
///
/// @param timeout for connecting
public record TcpProbe(Duration timeout) implements Probe {
  @Override
  public boolean passes(Backend backend) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(backend.host(), backend.port()), (int) timeout.toMillis());
      return true;
    } catch (IOException unfit) {
      return false;
    }
  }
}
