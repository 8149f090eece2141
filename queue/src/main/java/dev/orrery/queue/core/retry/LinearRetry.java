package dev.orrery.queue.core.retry;

/// As many times the base as deliveries have failed, up to the maximum.
public final class LinearRetry implements RetryPolicy {
  private final long baseMillis;
  private final long maximumMillis;

  public LinearRetry(long baseMillis, long maximumMillis, long seed) {
    this.baseMillis = baseMillis;
    this.maximumMillis = maximumMillis;
  }

  @Override
  public long delayMillis(long messageId, int failures) {
    return baseMillis > maximumMillis / failures ? maximumMillis : baseMillis * failures;
  }
}
