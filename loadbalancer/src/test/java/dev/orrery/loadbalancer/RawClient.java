package dev.orrery.loadbalancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/// A client that sends exactly the bytes it is given.
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private final Socket socket;
  private final InputStream in;

  /// An answer: its head in lower case, and its body.
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }
  }

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// How long an answer is waited for from now on.
  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  RawClient send(String bytes) throws IOException {
    return send(bytes.getBytes(ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  Answer get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
  }

  /// Reads one answer, to a request that was not HEAD.
  Answer answer() throws IOException {
    String head = head();
    if (head.contains("\r\ntransfer-encoding: chunked\r\n")) {
      StringBuilder body = new StringBuilder();
      while (true) {
        int size = Integer.parseInt(line().split(";", 2)[0], 16);
        if (size == 0) {
          break;
        }
        body.append(read(size));
        line();
      }
      StringBuilder trailers = new StringBuilder();
      for (String line = line(); !line.isEmpty(); line = line()) {
        trailers.append(line.toLowerCase(Locale.ROOT)).append("\r\n");
      }
      return new Answer(head + trailers, body.toString());
    }
    int at = head.indexOf("\r\ncontent-length: ");
    if (at < 0) {
      return new Answer(head, head.startsWith("http/1.1 204") ? "" : toEnd());
    }
    int start = at + 18;
    return new Answer(
        head, read(Integer.parseInt(head.substring(start, head.indexOf('\r', start)))));
  }

  /// Reads one head, in lower case, with the empty line.
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append("\r\n");
    }
    return head.append("\r\n").toString().toLowerCase(Locale.ROOT);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after \"" + line.toString(ISO_8859_1) + '"');
      }
      if (next == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
  }

  String read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("closed after " + bytes.length + " bytes of " + count);
    }
    return new String(bytes, ISO_8859_1);
  }

  /// What comes before the other side closes.
  String toEnd() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    disconnect();
  }

  void disconnect() throws IOException {
    socket.close();
  }
}
