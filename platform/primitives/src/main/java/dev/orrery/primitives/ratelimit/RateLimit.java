package dev.orrery.primitives.ratelimit;

/// A rate and how much of it may come at once.
///
/// @param permits how many a period, at least 1
/// @param periodNanos the period, at least 1 and at least one nanosecond a permit
/// @param burst how many at most at one instant, at least 1
public record RateLimit(long permits, long periodNanos, long burst) {
  /// The bound of `burst * periodNanos`, so that the arithmetic of a limiter stays exact in a
  /// `long`.
  public static final long MAXIMUM_PRODUCT = Long.MAX_VALUE / 4;

  public RateLimit {
    if (permits < 1 || burst < 1 || periodNanos < permits) {
      throw new IllegalArgumentException(
          "a limit of "
              + permits
              + " permits in "
              + periodNanos
              + " ns, burst "
              + burst
              + "; permits and burst are at least 1, the period at least 1 ns a permit");
    }
    if (burst > MAXIMUM_PRODUCT / periodNanos) {
      throw new IllegalArgumentException(
          "a burst of " + burst + " in a period of " + periodNanos + " ns is too large to count");
    }
  }

  /// So many permits a minute, all of which may come at once.
  public static RateLimit perMinute(long permits) {
    return new RateLimit(permits, 60_000_000_000L, permits);
  }

  /// So many permits a second, at most `burst` at once.
  public static RateLimit perSecond(long permits, long burst) {
    return new RateLimit(permits, 1_000_000_000L, burst);
  }
}
