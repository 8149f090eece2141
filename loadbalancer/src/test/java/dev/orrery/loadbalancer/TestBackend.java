package dev.orrery.loadbalancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A backend on a port of its own that reads requests strictly and answers as it is told.
@SuppressWarnings("StringConcatToTextBlock") // CR LF at each line end, as on the wire
final class TestBackend implements AutoCloseable {
  /// What a backend does with a request; returning false closes the connection.
  interface Answer {
    boolean to(Request request, OutputStream out) throws IOException;
  }

  /// A request as it came: its head, line by line, and the bytes behind it, not yet read.
  record Request(List<String> head, InputStream rest) {
    String line() {
      return head.getFirst();
    }

    String field(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return String.join(
          "|",
          head.stream()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
              .map(line -> line.substring(start.length()).strip())
              .toList());
    }

    byte[] body() throws IOException {
      String length = field("content-length");
      return length.isEmpty() ? new byte[0] : rest.readNBytes(Integer.parseInt(length));
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  volatile boolean fit = true;
  private final String name;
  private final Answer answer;
  private final ServerSocket server;
  private final Thread acceptor;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  TestBackend(String name, Answer answer) throws IOException {
    this(name, 0, answer);
  }

  TestBackend(String name, int port, Answer answer) throws IOException {
    this.name = name;
    this.answer = answer;
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    acceptor = Thread.ofVirtual().name(name).start(this::accept);
  }

  /// One that reads the body and answers with its own name.
  static TestBackend named(String name) throws IOException {
    return new TestBackend(
        name,
        (request, out) -> {
          request.body();
          text(out, name);
          return true;
        });
  }

  static void text(OutputStream out, String text) throws IOException {
    raw(out, "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
  }

  static void raw(OutputStream out, String bytes) throws IOException {
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().name(name + "-connection").start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      boolean counted = false;
      while (true) {
        List<String> head = readHead(in);
        if (head.isEmpty()) {
          return;
        }
        Request request = new Request(head, in);
        if (request.line().startsWith("GET /healthz ")) {
          raw(out, "HTTP/1.1 " + (fit ? 200 : 503) + " -\r\nContent-Length: 0\r\n\r\n");
          return;
        }
        if (!counted) {
          counted = true;
          connections.incrementAndGet();
        }
        requests.add(request);
        if (!answer.to(request, out)) {
          return;
        }
      }
    } catch (IOException gone) {
      // The other side closed.
    } finally {
      open.remove(socket);
    }
  }

  private static List<String> readHead(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return List.of();
      }
      bytes.write(next);
    }
    return bytes.toString(ISO_8859_1).strip().lines().toList();
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  /// Stops at once, as a killed process does.
  void kill() throws IOException {
    server.close();
    try {
      acceptor.join(); // it may hold a connection that came in just before
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : open) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException closed) {
        // It ended by itself.
      }
    }
  }
}
