package dev.orrery.apigateway.core.admission;

import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.primitives.ratelimit.RateLimiter;
import dev.orrery.primitives.ratelimit.RateLimiter.Decision;
import java.util.LinkedHashMap;
import java.util.Map;

/// One limiter for each caller and class of routes. Thread-safe.
///
/// The table is bounded: when there are more callers than it holds, the one not seen for longest is
/// forgotten, and begins with a full burst should it come back.
public final class Admission {
  private static final float LOAD = 0.75f;

  /// Makes the limiter of a caller.
  @FunctionalInterface
  public interface Limiters {
    RateLimiter create(RateLimit limit, long nowNanos);
  }

  /// What is limited together.
  public enum RouteClass {
    READ,
    WRITE,
    ANONYMOUS
  }

  private record Key(String caller, RouteClass routeClass) {}

  private final Limiters limiters;
  private final Map<RouteClass, RateLimit> limits;
  // Guarded by itself, and so are the limiters in it.
  private final Map<Key, RateLimiter> callers;

  /// @param limits one for each class
  /// @param capacity callers remembered, at least 1
  public Admission(Limiters limiters, Map<RouteClass, RateLimit> limits, int capacity) {
    this.limiters = limiters;
    this.limits = Map.copyOf(limits);
    this.callers =
        new LinkedHashMap<>(16, LOAD, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, RateLimiter> eldest) {
            return size() > capacity;
          }
        };
  }

  /// Asks for one request.
  ///
  /// @param caller a user's id or an address
  /// @param nowNanos monotonic
  public Decision ask(String caller, RouteClass routeClass, long nowNanos) {
    synchronized (callers) {
      RateLimiter limiter =
          callers.computeIfAbsent(
              new Key(caller, routeClass), absent -> limiters.create(limit(routeClass), nowNanos));
      return limiter.tryAcquire(1, nowNanos);
    }
  }

  /// The limit of a class.
  ///
  /// @throws IllegalArgumentException when the class has none
  public RateLimit limit(RouteClass routeClass) {
    RateLimit limit = limits.get(routeClass);
    if (limit == null) {
      throw new IllegalArgumentException("no limit for " + routeClass);
    }
    return limit;
  }
}
