package dev.orrery.primitives.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The two limiters decide alike, and exactly.
class RateLimiterProperties {
  @Property
  void bucketAndGcraDecideAlike(
      @ForAll @IntRange(min = 1, max = 5) int permits,
      @ForAll @IntRange(min = 1, max = 9) int interval,
      @ForAll @IntRange(min = 1, max = 6) int burst,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 199) Integer> draws) {
    RateLimit limit = new RateLimit(permits, (long) permits * interval, burst);
    RateLimiter bucket = new TokenBucket(limit, 7);
    RateLimiter gcra = new Gcra(limit, 7);
    long now = 7;
    for (int draw : draws) {
      now += draw / 7;
      int cost = draw % 7 + 1;
      assertThat(gcra.tryAcquire(cost, now)).isEqualTo(bucket.tryAcquire(cost, now));
    }
  }

  @Example
  void oneHundredAMinuteIsOneEverySixHundredMilliseconds() {
    RateLimiter limiter = new TokenBucket(RateLimit.perMinute(100), 0);
    assertThat(limiter.tryAcquire(100, 0)).isEqualTo(new RateLimiter.Decision(true, 0, 0));
    assertThat(limiter.tryAcquire(1, 0)).isEqualTo(new RateLimiter.Decision(false, 0, 600_000_000));
    assertThat(limiter.tryAcquire(1, 599_999_999).allowed()).isFalse();
    assertThat(limiter.tryAcquire(1, 600_000_000).allowed()).isTrue();
  }

  @Example
  void aLongRestRestoresTheBurstAndNoMore() {
    long century = 100L * 365 * 24 * 3600 * 1_000_000_000L;
    for (RateLimiter limiter :
        List.of(
            new TokenBucket(RateLimit.perSecond(1_000_000, 10), 0),
            new Gcra(RateLimit.perSecond(1_000_000, 10), 0))) {
      assertThat(limiter.tryAcquire(10, 0).allowed()).isTrue();
      assertThat(limiter.tryAcquire(10, century)).isEqualTo(new RateLimiter.Decision(true, 0, 0));
      assertThat(limiter.tryAcquire(1, century).allowed()).isFalse();
    }
  }

  @Example
  void impossibleLimitsAreRefused() {
    assertThatThrownBy(() -> new RateLimit(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(1, Long.MAX_VALUE, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
