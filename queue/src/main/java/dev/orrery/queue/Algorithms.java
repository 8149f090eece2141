package dev.orrery.queue;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.IndexedLedger;
import dev.orrery.queue.core.retry.ExponentialRetry;
import dev.orrery.queue.core.retry.FixedRetry;
import dev.orrery.queue.core.retry.LinearRetry;
import dev.orrery.queue.core.retry.RetryPolicy;
import dev.orrery.runtime.config.ConfigurationException;
import java.lang.reflect.Constructor;

/// What the configuration names, by its short name or as a class of the user's own.
final class Algorithms {
  private Algorithms() {}

  static DeliveryLedger.Factory ledger(String name) {
    if (name.equals("indexed")) {
      return IndexedLedger::new;
    }
    Constructor<? extends DeliveryLedger.Factory> constructor =
        constructor("queue.ledger", name, DeliveryLedger.Factory.class, "without arguments");
    try {
      return constructor.newInstance();
    } catch (ReflectiveOperationException failure) {
      throw new ConfigurationException("queue.ledger: " + name + " cannot be made: " + failure);
    }
  }

  static RetryPolicy.Factory retry(String name) {
    return switch (name) {
      case "exponential" -> ExponentialRetry::new;
      case "linear" -> LinearRetry::new;
      case "fixed" -> FixedRetry::new;
      default -> {
        Constructor<? extends RetryPolicy> constructor =
            constructor(
                "queue.retry",
                name,
                RetryPolicy.class,
                "(long baseMillis, long maximumMillis, long seed)",
                long.class,
                long.class,
                long.class);
        yield (base, maximum, seed) -> {
          try {
            return constructor.newInstance(base, maximum, seed);
          } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("queue.retry: " + name + " cannot be made", failure);
          }
        };
      }
    };
  }

  private static <T> Constructor<? extends T> constructor(
      String key, String className, Class<T> type, String signature, Class<?>... parameters) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(className, true, loader).asSubclass(type).getConstructor(parameters);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigurationException(
          key
              + " is \""
              + className
              + "\", which is neither a built-in name nor a class on the class path that"
              + " implements "
              + type.getName()
              + " and has a public constructor "
              + signature);
    }
  }
}
