package dev.orrery.objectstore;

import dev.orrery.objectstore.core.objects.Collector;
import dev.orrery.runtime.telemetry.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The one thread that frees what nobody needs: what a crash left behind, once after the start, and
/// what was replaced or deleted, round by round.
final class Housekeeping implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  private final Collector collector;
  private final Set<String> volumes;
  private final long pauseMillis;
  private final Log log;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  Housekeeping(Collector collector, Set<String> volumes, Duration pause, String name, Log log) {
    this.collector = collector;
    this.volumes = volumes;
    this.pauseMillis = pause.toMillis();
    this.log = log;
    this.thread = Thread.ofPlatform().name(name + "-collector").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      sweep();
      while (!stop.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        while (stop.getCount() > 0 && collector.collect() > 0) {
          // There may be more than one batch.
        }
      }
    } catch (IOException failure) {
      // What is not freed costs space and nothing else; the next start goes on.
      log.error("unused chunks are not freed any more", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() throws IOException {
    for (String volume : volumes) {
      if (stop.getCount() == 0) {
        return;
      }
      int swept = collector.sweep(volume);
      if (swept > 0) {
        log.info("deleted what a crash had left", "volume", volume, "chunks", swept);
      }
    }
  }

  /// Waits for the round under way: no file is touched afterwards.
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(Duration.ofSeconds(STOP_SECONDS))) {
        throw new IllegalStateException("the collector does not end");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
