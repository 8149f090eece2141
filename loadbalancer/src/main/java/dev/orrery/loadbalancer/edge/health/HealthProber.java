package dev.orrery.loadbalancer.edge.health;

import dev.orrery.loadbalancer.LoadBalancerConfig;
import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.runtime.telemetry.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Asks each backend of one pool, at a fixed interval, whether it is fit: `GET` of the health path
/// on a connection of its own, so that a backend that no longer accepts is found out too.
///
/// One virtual thread looks after the pool and starts one for each question, so a backend that does
/// not answer delays no other. A backend has at most one question open.
public final class HealthProber implements AutoCloseable {
  private static final int STATUS_LINE_BYTES = 12;

  private final LoadBalancerConfig config;
  private final BackendPool pool;
  private final Log log;
  private final Map<Backend, Boolean> asking = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopped;

  /// Begins to ask.
  public HealthProber(LoadBalancerConfig config, BackendPool pool, Log log) {
    this.config = config;
    this.pool = pool;
    this.log = log;
    this.thread = Thread.ofVirtual().name("health-" + pool.service()).start(this::run);
  }

  private void run() {
    try {
      while (!stopped) {
        Thread.sleep(config.healthInterval());
        for (Backend backend : pool.backends()) {
          if (asking.putIfAbsent(backend, true) == null) {
            Thread.ofVirtual().name("probe-" + backend.name()).start(() -> ask(backend));
          }
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Backend backend) {
    try {
      boolean fit = isFit(backend);
      if (!stopped && pool.report(backend, fit)) {
        log.info(fit ? "backend fit" : "backend unfit", "backend", backend.toString());
      }
    } finally {
      asking.remove(backend);
    }
  }

  private boolean isFit(Backend backend) {
    int timeoutMillis = (int) config.healthTimeout().toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(backend.host(), backend.port()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: orrery-health\r\nConnection: close\r\n\r\n"
              .formatted(config.healthPath(), backend.host(), backend.port());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] line = in.readNBytes(STATUS_LINE_BYTES);
      return line.length == STATUS_LINE_BYTES
          && new String(line, StandardCharsets.ISO_8859_1).matches("HTTP/1\\.[01] [23]\\d\\d");
    } catch (IOException unfit) {
      return false;
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
