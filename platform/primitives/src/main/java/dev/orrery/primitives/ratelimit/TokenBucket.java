package dev.orrery.primitives.ratelimit;

/// A bucket that holds up to `burst` tokens and is refilled at the rate; a request takes its cost
/// out or is refused.
///
/// ```
///   permits a period  ──► ║· · ·║ ◄── full at the burst: what flows in then is lost
///                         ║·····║
///                         ╚══╤══╝
///                            └──► a request takes `cost` tokens, if there are as many
/// ```
///
/// Tokens are counted in fractions of one `period`-th, so that no rounding ever gives or takes
/// anything: a nanosecond brings `permits` fractions, a token is `periodNanos` of them. Turner,
/// "New Directions in Communications", 1986; RFC 2697 §3.
public final class TokenBucket implements RateLimiter {
  private final RateLimit limit;
  private final long full;
  private long fractions;
  private long lastNanos;

  /// @param startNanos the present monotonic time; the bucket is full then
  public TokenBucket(RateLimit limit, long startNanos) {
    this.limit = limit;
    this.full = limit.burst() * limit.periodNanos();
    this.fractions = full;
    this.lastNanos = startNanos;
  }

  @Override
  public Decision tryAcquire(long cost, long nowNanos) {
    if (cost < 1) {
      throw new IllegalArgumentException("cost is " + cost + "; at least 1 is allowed");
    }
    refill(nowNanos);
    if (cost > limit.burst()) {
      return new Decision(false, remaining(), Decision.NEVER);
    }
    long needed = cost * limit.periodNanos();
    if (needed > fractions) {
      long wait = Math.ceilDiv(needed - fractions, limit.permits());
      return new Decision(false, remaining(), wait);
    }
    fractions -= needed;
    return new Decision(true, remaining(), 0);
  }

  private void refill(long nowNanos) {
    long elapsed = nowNanos - lastNanos;
    if (elapsed <= 0) {
      return;
    }
    lastNanos = nowNanos;
    long untilFull = Math.ceilDiv(full - fractions, limit.permits());
    fractions = elapsed >= untilFull ? full : fractions + elapsed * limit.permits();
  }

  private long remaining() {
    return fractions / limit.periodNanos();
  }
}
