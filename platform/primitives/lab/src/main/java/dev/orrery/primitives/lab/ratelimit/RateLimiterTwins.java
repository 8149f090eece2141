package dev.orrery.primitives.lab.ratelimit;

import dev.orrery.primitives.ratelimit.Gcra;
import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.primitives.ratelimit.RateLimiter;
import dev.orrery.primitives.ratelimit.TokenBucket;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;

/// Rate limiters that are wrong in one way each.
final class RateLimiterTwins {
  private RateLimiterTwins() {}

  static List<WrongTwin<RateLimiterFactory>> all() {
    return List.of(
        twin("bottomless", "refills beyond the burst", Bucket::bottomless),
        twin("drip", "never refills", (limit, start) -> frozen(limit, start)),
        twin("backwards", "refills again when the clock went back", Bucket::backwards),
        twin("empty-start", "begins without a burst", Bucket::emptyAtStart),
        twin("charging", "charges refused requests", ChargingGcra::new),
        twin("hasty", "tells a wait that is too short", RateLimiterTwins::hasty),
        twin("fixed-window", "counts by the window: two bursts at its border", FixedWindow::new));
  }

  private static WrongTwin<RateLimiterFactory> twin(
      String name, String mistake, RateLimiterFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  private static RateLimiter frozen(RateLimit limit, long start) {
    RateLimiter bucket = new TokenBucket(limit, start);
    return (cost, now) -> bucket.tryAcquire(cost, start);
  }

  private static RateLimiter hasty(RateLimit limit, long start) {
    RateLimiter right = new Gcra(limit, start);
    return (cost, now) -> {
      RateLimiter.Decision decision = right.tryAcquire(cost, now);
      long wait = decision.retryAfterNanos();
      return wait == 0 || wait == RateLimiter.Decision.NEVER
          ? decision
          : new RateLimiter.Decision(false, decision.remaining(), Math.max(1, wait / 2));
    };
  }

  /// A bucket of whole nanoseconds, with a switch for each mistake.
  private static final class Bucket implements RateLimiter {
    private final long interval;
    private final long burst;
    private final long most;
    private final boolean trustsTheClock;
    private long saved;
    private long last;

    private Bucket(RateLimit limit, long start, long saved, long most, boolean trustsTheClock) {
      this.interval = limit.periodNanos() / limit.permits();
      this.burst = limit.burst();
      this.saved = saved * interval;
      this.most = most;
      this.trustsTheClock = trustsTheClock;
      this.last = start;
    }

    static RateLimiter bottomless(RateLimit limit, long start) {
      return new Bucket(limit, start, limit.burst(), Long.MAX_VALUE, false);
    }

    static RateLimiter backwards(RateLimit limit, long start) {
      long full = limit.burst() * (limit.periodNanos() / limit.permits());
      return new Bucket(limit, start, limit.burst(), full, true);
    }

    static RateLimiter emptyAtStart(RateLimit limit, long start) {
      long full = limit.burst() * (limit.periodNanos() / limit.permits());
      return new Bucket(limit, start, 0, full, false);
    }

    @Override
    public Decision tryAcquire(long cost, long nowNanos) {
      saved = Math.min(most, saved + Math.max(0, nowNanos - last));
      last = trustsTheClock ? nowNanos : Math.max(last, nowNanos);
      if (cost > burst) {
        return new Decision(false, saved / interval, Decision.NEVER);
      }
      if (cost * interval > saved) {
        return new Decision(false, saved / interval, cost * interval - saved);
      }
      saved -= cost * interval;
      return new Decision(true, saved / interval, 0);
    }
  }

  private static final class ChargingGcra implements RateLimiter {
    private final long interval;
    private final long burst;
    private long arrival;
    private long last;

    ChargingGcra(RateLimit limit, long start) {
      this.interval = limit.periodNanos() / limit.permits();
      this.burst = limit.burst();
      this.arrival = start;
      this.last = start;
    }

    @Override
    public Decision tryAcquire(long cost, long nowNanos) {
      last = Math.max(last, nowNanos);
      long early = Math.max(0, arrival - last);
      long remaining = Math.max(0, burst - Math.ceilDiv(early, interval));
      if (cost > burst) {
        return new Decision(false, remaining, Decision.NEVER);
      }
      long after = early + cost * interval;
      arrival = last + after;
      return after <= burst * interval
          ? new Decision(true, burst - Math.ceilDiv(after, interval), 0)
          : new Decision(false, remaining, after - burst * interval);
    }
  }

  private static final class FixedWindow implements RateLimiter {
    private final RateLimit limit;
    private final long length;
    private final long start;
    private long last;
    private long window;
    private long used;

    FixedWindow(RateLimit limit, long start) {
      this.limit = limit;
      this.length = limit.burst() * limit.periodNanos() / limit.permits();
      this.start = start;
      this.last = start;
    }

    @Override
    public Decision tryAcquire(long cost, long nowNanos) {
      last = Math.max(last, nowNanos);
      long current = (last - start) / length;
      if (current != window) {
        window = current;
        used = 0;
      }
      if (cost > limit.burst()) {
        return new Decision(false, limit.burst() - used, Decision.NEVER);
      }
      if (used + cost > limit.burst()) {
        long wait = start + (window + 1) * length - last;
        return new Decision(false, limit.burst() - used, wait);
      }
      used += cost;
      return new Decision(true, limit.burst() - used, 0);
    }
  }
}
