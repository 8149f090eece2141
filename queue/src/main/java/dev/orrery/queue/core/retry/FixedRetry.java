package dev.orrery.queue.core.retry;

/// Always the same wait: the base, or the maximum where that is shorter.
public final class FixedRetry implements RetryPolicy {
  private final long delayMillis;

  public FixedRetry(long baseMillis, long maximumMillis, long seed) {
    this.delayMillis = Math.min(baseMillis, maximumMillis);
  }

  @Override
  public long delayMillis(long messageId, int failures) {
    return delayMillis;
  }
}
