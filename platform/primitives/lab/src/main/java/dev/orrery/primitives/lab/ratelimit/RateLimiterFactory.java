package dev.orrery.primitives.lab.ratelimit;

import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.primitives.ratelimit.RateLimiter;

/// Makes what is judged: a fresh one for each case.
@FunctionalInterface
public interface RateLimiterFactory {
  RateLimiter create(RateLimit limit, long startNanos);
}
