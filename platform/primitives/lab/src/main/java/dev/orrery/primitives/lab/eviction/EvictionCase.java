package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.lab.Steps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What is done to a policy of a small capacity, with five keys.
record EvictionCase(long capacity, List<Step> steps) {
  private static final int MAXIMUM_STEPS = 30;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");

  /// One call.
  sealed interface Step {
    String key();
  }

  /// A write, with the weight in bytes.
  record Put(String key, long weight) implements Step {
    @Override
    public String toString() {
      return "put " + key + (weight == 1 ? "" : " (weight " + weight + ")");
    }
  }

  /// A read, or several in a row; of a key that is not resident it is a miss, and the policy is not
  /// told.
  record Get(String key, int times) implements Step {
    @Override
    public String toString() {
      return "get " + key + (times == 1 ? "" : " " + times + " times");
    }
  }

  /// A deletion.
  record Remove(String key) implements Step {
    @Override
    public String toString() {
      return "remove " + key;
    }
  }

  /// In the order of shrinking: a write that a read can stand for becomes one.
  private enum Kind {
    GET,
    PUT,
    REMOVE
  }

  /// Cases in which every key weighs one byte: the capacity counts keys.
  static Arbitrary<EvictionCase> ofEqualWeights() {
    return cases(Arbitraries.just(1L), Arbitraries.of(2L, 3L, 1L, 4L));
  }

  /// Cases in which a key may be written again with another weight, or be heavier than the
  /// capacity.
  static Arbitrary<EvictionCase> ofChangingWeights() {
    return cases(
        Arbitraries.of(1L, 1L, 1L, 1L, 2L, 3L, 8L), Arbitraries.of(1L, 2L, 3L, 4L, 5L, 6L));
  }

  /// Cases in which a key keeps the weight of its first write.
  static Arbitrary<EvictionCase> ofSteadyWeights() {
    return ofChangingWeights().map(EvictionCase::withSteadyWeights);
  }

  /// Cases of few keys that are read many times, each of weight 1, for counts that age.
  static Arbitrary<EvictionCase> ofManyReads() {
    Arbitrary<String> key = Arbitraries.of("a", "b", "c", "d");
    Arbitrary<Integer> times = Arbitraries.of(0, 0, 1, 2, 4, 9, 20, 40);
    Arbitrary<Step> step =
        Combinators.combine(key, times)
            .as((of, reads) -> reads == 0 ? new Put(of, 1) : new Get(of, reads));
    return Combinators.combine(Arbitraries.of(2L, 3L, 1L), Steps.of(step, MAXIMUM_STEPS))
        .as(EvictionCase::new)
        .map(EvictionCase::withKeysInOrder);
  }

  /// Long cases without removals, each key of weight 1: what tells policies apart that differ only
  /// once the hand has been round.
  static Arbitrary<EvictionCase> ofLongRuns() {
    Arbitrary<String> key = Arbitraries.of(KEYS);
    Arbitrary<Step> step =
        Combinators.combine(Arbitraries.of(true, false), key)
            .as((read, of) -> read ? new Get(of, 1) : new Put(of, 1));
    return Combinators.combine(Arbitraries.of(3L, 2L, 4L), Steps.of(step, 2 * MAXIMUM_STEPS))
        .as(EvictionCase::new)
        .map(EvictionCase::withKeysInOrder);
  }

  private static Arbitrary<EvictionCase> cases(Arbitrary<Long> weight, Arbitrary<Long> capacity) {
    Arbitrary<String> key = Arbitraries.of("a", "b", "c", "a", "b", "c", "d", "e");
    Arbitrary<Kind> kind =
        Arbitraries.of(
            Kind.GET, Kind.GET, Kind.GET, Kind.PUT, Kind.PUT, Kind.PUT, Kind.PUT, Kind.REMOVE);
    Arbitrary<Step> step =
        Combinators.combine(kind, key, weight)
            .as((chosen, of, bytes) ->
                switch (chosen) {
                  case PUT -> new Put(of, bytes);
                  case GET -> new Get(of, 1);
                  case REMOVE -> new Remove(of);
                });
    return Combinators.combine(capacity, Steps.of(step, MAXIMUM_STEPS))
        .as(EvictionCase::new)
        .map(EvictionCase::withKeysInOrder);
  }

  /// The same case with the keys named a, b, c in the order they come up.
  private EvictionCase withKeysInOrder() {
    Map<String, String> names = new HashMap<>();
    return new EvictionCase(
        capacity,
        steps.stream()
            .map(step -> {
              String name = names.computeIfAbsent(step.key(), next -> KEYS.get(names.size()));
              return switch (step) {
                case Put put -> (Step) new Put(name, put.weight);
                case Get get -> new Get(name, get.times);
                case Remove remove -> new Remove(name);
              };
            })
            .toList());
  }

  private EvictionCase withSteadyWeights() {
    Map<String, Long> weights = new HashMap<>();
    return new EvictionCase(
        capacity,
        steps.stream()
            .map(step ->
                step instanceof Put put
                    ? new Put(put.key, weights.computeIfAbsent(put.key, first -> put.weight))
                    : step)
            .toList());
  }

  /// The steps, each read for itself.
  List<Step> calls() {
    return steps.stream()
        .flatMap(step ->
            step instanceof Get get
                ? Stream.generate(() -> (Step) new Get(get.key, 1)).limit(get.times)
                : Stream.of(step))
        .toList();
  }

  String story() {
    return "capacity "
        + capacity
        + ": "
        + steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }
}
