package dev.orrery.log.core.partition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Long polls that wait for a partition's high watermark to rise (Kafka calls the place purgatory).
/// Guarded by its own monitor; wake-ups run outside it, on the thread that raised the watermark,
/// and must only signal.
public final class FetchWaiters {
  /// Fetches that may wait on one partition; the next is refused, not queued.
  public static final int MAXIMUM_WAITERS = 1_000;

  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private long highWatermark;

  FetchWaiters(long highWatermark) {
    this.highWatermark = highWatermark;
  }

  /// Registers `wake`, to be run once when the watermark is above `seen`; at once if it is already.
  ///
  /// @return false when too many wait
  public boolean await(long seen, Runnable wake) {
    synchronized (waiting) {
      if (highWatermark == seen) {
        return waiting.size() < MAXIMUM_WAITERS && waiting.add(wake);
      }
    }
    wake.run();
    return true;
  }

  /// Forgets a waiter that has given up.
  public void forget(Runnable wake) {
    synchronized (waiting) {
      waiting.remove(wake);
    }
  }

  public int size() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  void raise(long newHighWatermark) {
    List<Runnable> woken;
    synchronized (waiting) {
      if (newHighWatermark == highWatermark) {
        return;
      }
      highWatermark = newHighWatermark;
      woken = List.copyOf(waiting);
      waiting.clear();
    }
    woken.forEach(Runnable::run);
  }
}
