package dev.orrery.primitives.lab.ratelimit;

import dev.orrery.primitives.lab.Steps;
import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.primitives.ratelimit.RateLimiter;
import dev.orrery.primitives.ratelimit.RateLimiter.Decision;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `apigateway.ratelimiter`. In its cases a permit takes a whole number of nanoseconds,
/// so that rounding is no excuse.
public final class RateLimiterContract {
  private static final int MAXIMUM_REQUESTS = 14;
  private static final long ORIGIN = 1_000_003;

  private RateLimiterContract() {}

  /// A request, `pause` nanoseconds after the one before (negative: the clock went back).
  record Request(long pause, long cost) {
    @Override
    public String toString() {
      return (pause == 0 ? "" : "wait " + pause + "; ") + "ask " + cost;
    }
  }

  record Requests(RateLimit limit, List<Request> requests) {
    String story() {
      return limit.permits()
          + " permits in "
          + limit.periodNanos()
          + " ns, burst "
          + limit.burst()
          + ": "
          + requests.stream().map(Request::toString).collect(Collectors.joining("; "));
    }
  }

  /// What was let through, and when.
  private record Allowed(long at, long cost) {}

  /// A limiter and the latest time it was told.
  private record Asked(RateLimiter limiter, long now) {}

  public static Contract<RateLimiterFactory> any() {
    return Contract.of(
        Contract.ANY,
        law("never allows more than burst and rate", RateLimiterContract::staysBelow),
        law("allows a full burst after a full rest", RateLimiterContract::restoresTheBurst),
        law("refused requests cost nothing", RateLimiterContract::refusalIsFree),
        law("says exactly how long to wait", RateLimiterContract::waitIsExact),
        law("says exactly what remains", RateLimiterContract::remainingIsExact));
  }

  private static Law<RateLimiterFactory, Requests> law(
      String name, Law.Check<RateLimiterFactory, Requests> check) {
    return Law.of(name, requests(), Requests::story, check);
  }

  private static Arbitrary<Requests> requests() {
    Arbitrary<RateLimit> limit =
        Combinators.combine(
                Arbitraries.longs().between(1, 4),
                Arbitraries.longs().between(1, 10),
                Arbitraries.longs().between(1, 5))
            .as((permits, interval, burst) -> new RateLimit(permits, permits * interval, burst));
    Arbitrary<Request> request =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.of(0L, 1L, -3L),
                    Arbitraries.longs().between(0, 20),
                    Arbitraries.longs().between(0, 200)),
                Arbitraries.of(1L, 1L, 2L, 3L, 6L))
            .as(Request::new);
    return Combinators.combine(limit, Steps.of(request, MAXIMUM_REQUESTS)).as(Requests::new);
  }

  private static void staysBelow(RateLimiterFactory factory, Requests tried) {
    RateLimit limit = tried.limit();
    RateLimiter limiter = factory.create(limit, ORIGIN);
    List<Allowed> allowed = new ArrayList<>();
    long told = ORIGIN;
    long latest = ORIGIN;
    for (Request request : tried.requests()) {
      told += request.pause();
      latest = Math.max(latest, told);
      if (limiter.tryAcquire(request.cost(), told).allowed()) {
        allowed.add(new Allowed(latest, request.cost()));
      }
      long sum = 0;
      for (Allowed earlier : allowed.reversed()) {
        sum += earlier.cost();
        long length = latest - earlier.at();
        long most = limit.burst() + length * limit.permits() / limit.periodNanos();
        if (sum > most) {
          throw new AssertionError(
              "allowed " + sum + " within " + length + " ns, at most " + most + " are right");
        }
      }
    }
  }

  private static void restoresTheBurst(RateLimiterFactory factory, Requests tried) {
    RateLimit limit = tried.limit();
    Asked fresh = replay(factory, tried, 0);
    demandAllowed(fresh.limiter, limit.burst(), fresh.now, "the first burst");
    Asked used = replay(factory, tried, tried.requests().size());
    long rest = limit.burst() * limit.periodNanos() / limit.permits();
    demandAllowed(used.limiter, limit.burst(), used.now + rest, "a burst after " + rest + " ns");
  }

  private static void demandAllowed(RateLimiter limiter, long cost, long now, String what) {
    if (!limiter.tryAcquire(cost, now).allowed()) {
      throw new AssertionError("refused " + what + " (cost " + cost + ")");
    }
  }

  private static void refusalIsFree(RateLimiterFactory factory, Requests tried) {
    Asked asked = replay(factory, tried, tried.requests().size());
    RateLimiter spared = factory.create(tried.limit(), ORIGIN);
    RateLimiter first = factory.create(tried.limit(), ORIGIN);
    long told = ORIGIN;
    long now = ORIGIN;
    for (Request request : tried.requests()) {
      told += request.pause();
      now = Math.max(now, told);
      if (first.tryAcquire(request.cost(), now).allowed()
          && !spared.tryAcquire(request.cost(), now).allowed()) {
        throw new AssertionError(
            "refuses a request that was allowed after some others had been refused");
      }
    }
    long costBefore = asked.limiter.tryAcquire(tried.limit().burst() + 1, asked.now).remaining();
    long costAfter = spared.tryAcquire(tried.limit().burst() + 1, asked.now).remaining();
    if (costBefore != costAfter) {
      throw new AssertionError(
          "remaining is " + costBefore + ", and " + costAfter + " without the refused requests");
    }
  }

  private static void waitIsExact(RateLimiterFactory factory, Requests tried) {
    for (int i = 0; i < tried.requests().size(); i++) {
      Asked asked = replay(factory, tried, i);
      Request request = tried.requests().get(i);
      long now = Math.max(asked.now, asked.now + request.pause());
      Decision decision = asked.limiter.tryAcquire(request.cost(), now);
      boolean possible = request.cost() <= tried.limit().burst();
      if (decision.allowed()) {
        demand(decision.retryAfterNanos() == 0, "allowed, with a wait", decision);
      } else if (possible) {
        long wait = decision.retryAfterNanos();
        demand(wait > 0 && wait != Decision.NEVER, "refused, without a useful wait", decision);
        demand(
            !asked.limiter.tryAcquire(request.cost(), now + wait - 1).allowed(),
            "allowed a nanosecond before the wait was over",
            decision);
        demand(
            asked.limiter.tryAcquire(request.cost(), now + wait).allowed(),
            "refused after the wait",
            decision);
      } else {
        demand(
            decision.retryAfterNanos() == Decision.NEVER,
            "told to wait for more than the burst",
            decision);
      }
    }
  }

  private static void remainingIsExact(RateLimiterFactory factory, Requests tried) {
    Asked asked = replay(factory, tried, tried.requests().size());
    Decision decision = asked.limiter.tryAcquire(1, asked.now);
    demand(
        !asked.limiter.tryAcquire(decision.remaining() + 1, asked.now).allowed(),
        "more than what remains was allowed",
        decision);
    if (decision.remaining() > 0) {
      demand(
          asked.limiter.tryAcquire(decision.remaining(), asked.now).allowed(),
          "what remains was refused",
          decision);
    }
  }

  private static void demand(boolean holds, String otherwise, Decision decision) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + decision);
    }
  }

  /// A fresh limiter after the first `count` requests.
  private static Asked replay(RateLimiterFactory factory, Requests tried, int count) {
    RateLimiter limiter = factory.create(tried.limit(), ORIGIN);
    long told = ORIGIN;
    long latest = ORIGIN;
    for (Request request : tried.requests().subList(0, count)) {
      told += request.pause();
      latest = Math.max(latest, told);
      limiter.tryAcquire(request.cost(), told);
    }
    return new Asked(limiter, latest);
  }
}
