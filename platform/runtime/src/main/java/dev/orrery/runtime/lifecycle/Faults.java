package dev.orrery.runtime.lifecycle;

import java.time.Duration;

/// The faults injected into one running instance by the control contract. Thread-safe; read on
/// every request.
public final class Faults {
  public static final Duration MAXIMUM_DELAY = Duration.ofSeconds(60);

  /// How often a request held by a partition looks whether it has healed.
  public static final Duration RECHECK = Duration.ofMillis(100);

  private volatile long delayMillis;
  private volatile boolean partitioned;

  /// How long every request to the instance waits first, in milliseconds; 0 means none.
  public long delayMillis() {
    return delayMillis;
  }

  /// @throws IllegalArgumentException when negative or above [#MAXIMUM_DELAY]
  public void slow(Duration delay) {
    if (delay.isNegative() || delay.compareTo(MAXIMUM_DELAY) > 0) {
      throw new IllegalArgumentException(
          "a delay is 0 to " + MAXIMUM_DELAY.toMillis() + " ms, not " + delay.toMillis());
    }
    delayMillis = delay.toMillis();
  }

  /// While true the instance neither answers nor is answered, as behind a firewall that drops.
  public boolean partitioned() {
    return partitioned;
  }

  public void partition(boolean active) {
    partitioned = active;
  }

  /// Waits as the faults demand: returns true when the request may go on, false when it must vanish
  /// without an answer. To be called on a thread that may block.
  public boolean pass() throws InterruptedException {
    long millis = delayMillis;
    if (millis > 0) {
      Thread.sleep(millis);
    }
    return !partitioned;
  }
}
