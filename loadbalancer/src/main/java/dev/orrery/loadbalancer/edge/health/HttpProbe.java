package dev.orrery.loadbalancer.edge.health;

import dev.orrery.loadbalancer.core.backend.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// `GET` of a path: 2xx and 3xx mean fit.
///
/// @param timeout for connecting, and for each read
public record HttpProbe(String path, Duration timeout) implements Probe {
  private static final int STATUS_LINE_BYTES = 12;

  @Override
  public boolean passes(Backend backend) {
    int timeoutMillis = (int) timeout.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(backend.host(), backend.port()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: orrery-health\r\nConnection: close\r\n\r\n"
              .formatted(path, backend.host(), backend.port());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] line = in.readNBytes(STATUS_LINE_BYTES);
      return line.length == STATUS_LINE_BYTES
          && new String(line, StandardCharsets.ISO_8859_1).matches("HTTP/1\\.[01] [23]\\d\\d");
    } catch (IOException unfit) {
      return false;
    }
  }
}
