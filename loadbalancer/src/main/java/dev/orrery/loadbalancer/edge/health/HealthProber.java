package dev.orrery.loadbalancer.edge.health;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.runtime.telemetry.Log;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Asks each backend of one pool, at a fixed interval, whether it is fit, by a probe on a
/// connection of its own, so that a backend that no longer accepts is found out too.
///
/// One virtual thread looks after the pool and starts one for each question, so a backend that does
/// not answer delays no other. A backend has at most one question open.
public final class HealthProber implements AutoCloseable {
  private final Duration interval;
  private final Probe probe;
  private final BackendPool pool;
  private final Log log;
  private final Map<Backend, Boolean> asking = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopped;

  /// Begins to ask.
  public HealthProber(Duration interval, Probe probe, BackendPool pool, Log log) {
    this.interval = interval;
    this.probe = probe;
    this.pool = pool;
    this.log = log;
    this.thread = Thread.ofVirtual().name("health-" + pool.service()).start(this::run);
  }

  private void run() {
    try {
      while (!stopped) {
        Thread.sleep(interval);
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
      boolean fit = probe.passes(backend);
      if (!stopped && pool.report(backend, fit)) {
        log.info(fit ? "backend fit" : "backend unfit", "backend", backend.toString());
      }
    } finally {
      asking.remove(backend);
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
