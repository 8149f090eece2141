package dev.orrery.primitives.ratelimit;

/// The generic cell rate algorithm: a rate limiter whose whole state is one point in time.
///
/// At the exact rate a request comes every `interval`. The theoretical arrival time (TAT) says when
/// the next one would be due; a request that comes earlier is early by the difference, and allowed
/// while that is within the tolerance:
///
/// ```
///   now            TAT                       now + burst · interval
///    │──────────────│───────────┬──────────────│
///                   └─ cost · interval ─►│
///                                  new TAT, allowed: it does not pass the right end
/// ```
///
/// It decides as a token bucket does (the bucket's missing tokens are `TAT - now`), yet stores one
/// number instead of two, which is why it suits limits kept in a cache or a database. The interval
/// is rounded up to a nanosecond, so the rate is never exceeded. ITU-T I.371 (ATM), Annex A: the
/// virtual scheduling algorithm.
public final class Gcra implements RateLimiter {
  private final long burst;
  private final long intervalNanos;
  private final long toleranceNanos;
  private long theoreticalArrivalNanos;
  private long lastNanos;

  /// @param startNanos the present monotonic time; a full burst is allowed then
  public Gcra(RateLimit limit, long startNanos) {
    this.burst = limit.burst();
    this.intervalNanos = Math.ceilDiv(limit.periodNanos(), limit.permits());
    this.toleranceNanos = burst * intervalNanos;
    this.theoreticalArrivalNanos = startNanos;
    this.lastNanos = startNanos;
  }

  @Override
  public Decision tryAcquire(long cost, long nowNanos) {
    if (cost < 1) {
      throw new IllegalArgumentException("cost is " + cost + "; at least 1 is allowed");
    }
    if (nowNanos - lastNanos > 0) {
      lastNanos = nowNanos;
    }
    long early = Math.max(0, theoreticalArrivalNanos - lastNanos);
    if (cost > burst) {
      return new Decision(false, remaining(early), Decision.NEVER);
    }
    long earlyAfter = early + cost * intervalNanos;
    if (earlyAfter > toleranceNanos) {
      return new Decision(false, remaining(early), earlyAfter - toleranceNanos);
    }
    theoreticalArrivalNanos = lastNanos + earlyAfter;
    return new Decision(true, remaining(earlyAfter), 0);
  }

  private long remaining(long early) {
    return (toleranceNanos - early) / intervalNanos;
  }
}
