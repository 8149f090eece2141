package dev.orrery.system.judging;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks twenty times a second at what the judging thread does, and says so when a case, or the
/// whole task, has taken longer than its [Limits].
final class Watchdog {
  private static final Duration PERIOD = Duration.ofMillis(50);

  /// More than a contract and the JVM have by far.
  private static final int MAXIMUM_THREADS = 100;

  private record Watched(Trial trial, Limits limits, long startNanos) {}

  private final Thread judging;
  private final Consumer<Outcome> bite;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private volatile @Nullable Watched watched;

  // what the watchdog's thread saw last
  private Trial.@Nullable Case seen;
  private long seenNanos;
  private long seenProcessorNanos;

  /// @param judging the thread to look at
  /// @param bite told the outcome when a limit is passed; ends the process
  Watchdog(Thread judging, Consumer<Outcome> bite) {
    this.judging = judging;
    this.bite = bite;
    Thread.ofPlatform().daemon().name("watchdog").start(this::look);
  }

  void watch(Trial trial, Limits limits) {
    watched = new Watched(trial, limits, System.nanoTime());
  }

  void rest() {
    watched = null;
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        Watched now = watched;
        if (now != null) {
          look(now);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Watched task) {
    long now = System.nanoTime();
    long processor = threads.getThreadCpuTime(judging.threadId());
    Trial.Case running = task.trial().running();
    if (running == null || !running.equals(seen)) { // equal only to itself: its story is its own
      seen = running;
      seenNanos = now;
      seenProcessorNanos = processor;
    } else if (processor - seenProcessorNanos > task.limits().oneBusy().toNanos()) {
      bite(task, "does not end: busy with one case for " + seconds(processor - seenProcessorNanos));
    } else if (now - seenNanos > task.limits().onePause().toNanos()) {
      bite(task, "does not come back: waiting in one case for " + seconds(now - seenNanos));
    }
    if (threads.getThreadCount() > MAXIMUM_THREADS) {
      bite(task, "starts threads that do not end: there are " + threads.getThreadCount());
    }
    if (now - task.startNanos() > task.limits().all().toNanos()) {
      bite(task, "is too slow: not done after " + seconds(now - task.startNanos()));
    }
  }

  private void bite(Watched task, String why) {
    bite.accept(task.trial().stopped(why, judging.getStackTrace()));
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}
