package dev.orrery.primitives.lab.singleflight;

import dev.orrery.primitives.singleflight.CoalescedLoad;
import dev.orrery.primitives.singleflight.SingleFlight;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/// Coalesced loads that are wrong in one way each.
final class SingleFlightTwins {
  private SingleFlightTwins() {}

  static List<WrongTwin<LoadFactory>> all() {
    return List.of(
        new WrongTwin<>("herd", "everybody loads", Contract.ANY, Herd::new),
        new WrongTwin<>(
            "grudge", "remembers a failure", Contract.ANY, () -> new Remembering(false)),
        new WrongTwin<>("cache", "remembers a value", Contract.ANY, () -> new Remembering(true)),
        new WrongTwin<>("queue", "one load at a time, whatever the key", Contract.ANY, Queue::new));
  }

  private static final class Herd implements CoalescedLoad<String, Integer> {
    @Override
    public Integer load(String key, Callable<? extends Integer> loader) throws Exception {
      return loader.call();
    }
  }

  /// Keeps what a load gave: values, or failures.
  private static final class Remembering implements CoalescedLoad<String, Integer> {
    private final boolean values;
    private final CoalescedLoad<String, Integer> right = new SingleFlight<>();
    private final Map<String, Integer> loaded = new ConcurrentHashMap<>();
    private final Map<String, SingleFlightContract.LoadFailed> failed = new ConcurrentHashMap<>();

    Remembering(boolean values) {
      this.values = values;
    }

    @Override
    public Integer load(String key, Callable<? extends Integer> loader) throws Exception {
      SingleFlightContract.LoadFailed failure = failed.get(key);
      if (failure != null) {
        throw failure;
      }
      Integer value = loaded.get(key);
      return value == null ? right.load(key, () -> remember(key, loader)) : value;
    }

    private Integer remember(String key, Callable<? extends Integer> loader) throws Exception {
      try {
        Integer value = loader.call();
        if (values) {
          loaded.put(key, value);
        }
        return value;
      } catch (SingleFlightContract.LoadFailed failure) {
        if (!values) {
          failed.put(key, failure);
        }
        throw failure;
      }
    }
  }

  private static final class Queue implements CoalescedLoad<String, Integer> {
    private final CoalescedLoad<String, Integer> right = new SingleFlight<>();

    @Override
    public Integer load(String key, Callable<? extends Integer> loader) throws Exception {
      return right.load("all", loader);
    }
  }
}
