package dev.orrery.primitives.lab.ratelimit;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.ratelimit.Gcra;
import dev.orrery.primitives.ratelimit.RateLimit;
import dev.orrery.primitives.ratelimit.RateLimiter;
import dev.orrery.primitives.ratelimit.TokenBucket;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `apigateway.ratelimiter`.
public final class RateLimiterSwapPoint implements SwapPoint<RateLimiterFactory> {
  @Override
  public String name() {
    return "apigateway.ratelimiter";
  }

  @Override
  public String summary() {
    return "Whether a caller may send one more request.";
  }

  @Override
  public Class<?> type() {
    return RateLimiter.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (RateLimit limit, long startNanos)";
  }

  @Override
  public RateLimiterFactory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<RateLimiter> brought =
        Implementation.of(implementation, RateLimiter.class, RateLimit.class, long.class);
    return brought::create;
  }

  @Override
  public Contract<RateLimiterFactory> contract() {
    return RateLimiterContract.any();
  }

  @Override
  public Map<String, Contract<RateLimiterFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, RateLimiterFactory> builtIns() {
    return Map.of("token-bucket", TokenBucket::new, "gcra", Gcra::new);
  }

  @Override
  public List<WrongTwin<RateLimiterFactory>> wrongTwins() {
    return RateLimiterTwins.all();
  }
}
