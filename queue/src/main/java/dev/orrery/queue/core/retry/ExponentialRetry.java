package dev.orrery.queue.core.retry;

/// Doubles with each failure up to the maximum; of that, half is certain and the other half drawn.
///
/// ```
///   failures      1        2            3                    4
///   bound       base    2 base       4 base               8 base    … maximum
///   wait      [─│  ]  [──│── ]   [─────│─────]    [────────│────────]
///             b/2  b   b    2b
/// ```
public final class ExponentialRetry implements RetryPolicy {
  private final long baseMillis;
  private final long maximumMillis;
  private final long seed;

  public ExponentialRetry(long baseMillis, long maximumMillis, long seed) {
    this.baseMillis = baseMillis;
    this.maximumMillis = maximumMillis;
    this.seed = seed;
  }

  @Override
  public long delayMillis(long messageId, int failures) {
    long bound = bound(failures);
    long certain = bound - bound / 2;
    return certain + Math.floorMod(mixed(messageId, failures), bound / 2 + 1);
  }

  /// The base doubled `failures - 1` times, unless that is beyond the maximum.
  private long bound(int failures) {
    int doublings = failures - 1;
    boolean beyond =
        doublings >= Long.numberOfLeadingZeros(baseMillis)
            || baseMillis > maximumMillis >> doublings;
    return baseMillis == 0 ? 0 : beyond ? maximumMillis : baseMillis << doublings;
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) over seed, message and failures.
  private long mixed(long messageId, int failures) {
    long z = seed + 0x9E3779B97F4A7C15L * (messageId * 1_000_003L + failures);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
