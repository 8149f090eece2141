package dev.orrery.loadbalancer.edge.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A backend on blocking sockets: answers each connection on a virtual thread of its own.
final class TestServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  /// What it does with a connection, which is closed afterwards.
  @FunctionalInterface
  interface Behaviour {
    void serve(Socket connection) throws IOException;
  }

  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread acceptor;

  TestServer(Behaviour behaviour) throws IOException {
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(() -> accept(behaviour));
  }

  /// Sends back all it gets, as it comes, and ends when the client does.
  static void echo(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    OutputStream out = connection.getOutputStream();
    byte[] buffer = new byte[16 * 1024];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      out.write(buffer, 0, count);
    }
  }

  /// Reads to the end, and only then sends it all back.
  static void collect(Socket connection) throws IOException {
    connection.getOutputStream().write(connection.getInputStream().readAllBytes());
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        accepted.incrementAndGet();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(behaviour, connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Behaviour behaviour, Socket connection) {
    try (connection) {
      behaviour.serve(connection);
    } catch (IOException broken) {
      // the client's matter
    } finally {
      connections.remove(connection);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  int open() {
    return connections.size();
  }

  /// As a crash does: refuses new connections and resets those there are.
  @Override
  public void close() throws IOException {
    server.close();
    try {
      // The socket listens on until the thread that accepts has let go of it.
      acceptor.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    for (Socket connection : connections) {
      connection.setSoLinger(true, 0);
      connection.close();
    }
  }
}
