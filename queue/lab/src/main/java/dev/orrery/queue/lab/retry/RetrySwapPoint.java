package dev.orrery.queue.lab.retry;

import dev.orrery.queue.core.retry.ExponentialRetry;
import dev.orrery.queue.core.retry.FixedRetry;
import dev.orrery.queue.core.retry.LinearRetry;
import dev.orrery.queue.core.retry.RetryPolicy;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

/// `queue.retry`: how long a message whose delivery failed waits.
public final class RetrySwapPoint implements SwapPoint<RetryPolicy.Factory> {
  @Override
  public String name() {
    return "queue.retry";
  }

  @Override
  public String summary() {
    return "how long a message whose delivery failed waits before it comes again";
  }

  @Override
  public Class<?> type() {
    return RetryPolicy.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (long baseMillis, long maximumMillis, long seed)";
  }

  @Override
  public RetryPolicy.Factory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    if (!RetryPolicy.class.isAssignableFrom(implementation)) {
      throw new InstantiationException(
          implementation.getName() + " does not implement " + RetryPolicy.class.getName());
    }
    Constructor<? extends RetryPolicy> constructor =
        implementation
            .asSubclass(RetryPolicy.class)
            .getConstructor(long.class, long.class, long.class);
    return (base, maximum, seed) -> {
      try {
        return constructor.newInstance(base, maximum, seed);
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException(failure);
      }
    };
  }

  @Override
  public Contract<RetryPolicy.Factory> contract() {
    return RetryContract.any();
  }

  @Override
  public Map<String, Contract<RetryPolicy.Factory>> named() {
    return Map.of(
        "fixed", RetryContract.fixed(),
        "linear", RetryContract.linear(),
        "exponential", RetryContract.exponential());
  }

  @Override
  public Map<String, RetryPolicy.Factory> builtIns() {
    return Map.of(
        "fixed", FixedRetry::new,
        "linear", LinearRetry::new,
        "exponential", ExponentialRetry::new);
  }

  @Override
  public List<WrongTwin<RetryPolicy.Factory>> wrongTwins() {
    return RetryTwins.all();
  }
}
