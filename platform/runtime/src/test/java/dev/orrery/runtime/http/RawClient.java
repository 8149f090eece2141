package dev.orrery.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A socket that says exactly what a test wants said. Every read has a time-out, so a server that
/// hangs fails the test.
final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 8_000;

  /// An answer: its status, head in lower case, body.
  record Answer(int status, String head, String body) {}

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  RawClient shutOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  InputStream in() {
    return in;
  }

  /// Reads one answer with a Content-Length or in chunks, or none for `HEAD`, 204 and 304.
  Answer answer() throws IOException {
    return answer(true);
  }

  Answer answer(boolean withBody) throws IOException {
    String head = head();
    int status = Integer.parseInt(head.substring(9, 12));
    String body = "";
    int at = head.indexOf("\r\ncontent-length: ");
    if (withBody && at >= 0) {
      int end = head.indexOf("\r\n", at + 2);
      body = text(in.readNBytes(Integer.parseInt(head.substring(at + 18, end))));
    } else if (withBody && head.contains("\r\ntransfer-encoding: chunked")) {
      body = chunks();
    }
    return new Answer(status, head, body);
  }

  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) b);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private String chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      StringBuilder line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        line.append((char) in.read());
      }
      int size = Integer.parseInt(line.substring(0, line.length() - 2), 16);
      body.write(in.readNBytes(size));
      in.readNBytes(2);
      if (size == 0) {
        return body.toString(StandardCharsets.ISO_8859_1);
      }
    }
  }

  /// Reads until the server closes.
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException reset) {
      // As good as an end here.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
