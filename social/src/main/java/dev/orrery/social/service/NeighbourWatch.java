package dev.orrery.social.service;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Health;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks the neighbours from time to time whether they are there, so that the service can say what
/// it misses. It never stops the service: a call that needs a missing neighbour says so itself.
/// Thread-safe.
final class NeighbourWatch {
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ComponentContext context;
  private final List<String> needed;
  private volatile Health health = Health.healthy();
  private @Nullable Thread thread;

  NeighbourWatch(ComponentContext context, List<String> needed) {
    this.context = context;
    this.needed = List.copyOf(needed);
  }

  void start() {
    thread = Thread.ofVirtual().name(context.instance() + "-neighbours").start(this::watch);
  }

  Health health() {
    return health;
  }

  void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        TreeSet<String> missing = new TreeSet<>();
        for (String name : needed) {
          if (!answers(name)) {
            missing.add(name);
          }
        }
        health =
            missing.isEmpty()
                ? Health.healthy()
                : Health.degraded("misses " + String.join(", ", missing));
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers(String name) throws InterruptedException {
    try {
      HealthGrpc.newBlockingStub(context.channels().channel(Calls.target(name)))
          .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .check(HealthCheckRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException absent) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return false;
    }
  }
}
