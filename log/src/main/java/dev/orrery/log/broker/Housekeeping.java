package dev.orrery.log.broker;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The thread that lets time pass: sessions end, segments grow old.
final class Housekeeping implements AutoCloseable {
  /// How late a session's end may be noticed; a heartbeat or commit notices at once.
  private static final long TICK_MILLIS = 50;

  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("log-housekeeping").daemon().factory());
  private final Broker broker;
  private final long retentionIntervalMillis;

  Housekeeping(Broker broker, long retentionIntervalMillis) {
    this.broker = broker;
    this.retentionIntervalMillis = retentionIntervalMillis;
  }

  void start() {
    var ticks =
        clockwork.scheduleWithFixedDelay(
            this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    var retention =
        clockwork.scheduleWithFixedDelay(
            broker::retain,
            retentionIntervalMillis,
            retentionIntervalMillis,
            TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      broker.tick();
    } catch (BrokerException stopped) {
      // The broker reports its own failure; sessions end all the same with the next heartbeat.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
