package dev.orrery.primitives.ratelimit;

/// Says whether a request may go now. One limiter serves one caller (a user, an address); keeping a
/// map of them, and bounding it, is the business of whoever asks.
///
/// An implementation to be swapped in has a public constructor `(RateLimit limit, long startNanos)`
/// and begins with a full burst. Not thread-safe: guard it by a lock of the caller's.
public interface RateLimiter {
  /// Asks for `cost` permits at the monotonic time `nowNanos`. A refused request costs nothing. A
  /// time before an earlier one counts as that earlier one.
  ///
  /// @param cost at least 1; more than the burst is never allowed
  /// @throws IllegalArgumentException when `cost` is less than 1
  Decision tryAcquire(long cost, long nowNanos);

  /// @param allowed whether the request may go
  /// @param remaining permits left after this decision, rounded down
  /// @param retryAfterNanos 0 when allowed; else the shortest wait after which the same request is
  ///   allowed if nothing else is asked meanwhile; [#NEVER] when no wait helps
  record Decision(boolean allowed, long remaining, long retryAfterNanos) {
    public static final long NEVER = Long.MAX_VALUE;
  }
}
