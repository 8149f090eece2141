package dev.orrery.primitives.lab.sketch;

import static dev.orrery.primitives.sketch.FrequencySketch.MAXIMUM_ESTIMATE;

import dev.orrery.primitives.lab.Steps;
import dev.orrery.primitives.sketch.FrequencySketch;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `primitives.sketch`.
public final class SketchContract {
  private static final int FEW_KEYS = 32;
  private static final int MAXIMUM_STEPS = 12;
  private static final int MANY_KEYS = 256;

  /// One in so many may be estimated too high.
  private static final int EXACT_BUT_ONE_IN = 20;

  /// In increments for each key expected: not aged before the first, aged by the second.
  private static final int EARLIEST_AGING = 10;

  private static final int LATEST_AGING = 30;

  private SketchContract() {}

  public static Contract<SketchFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "never estimates below the truth, up to 15",
            counts(),
            SketchContract::story,
            SketchContract::neverBelowTheTruth),
        Law.of(
            "estimates few keys too high",
            salts(),
            salt -> "count " + MANY_KEYS + " keys once, named " + salt + "-0, " + salt + "-1, …",
            SketchContract::seldomAboveTheTruth),
        Law.of(
            "forgets who is no longer counted",
            salts(),
            salt -> "count a key 15 times, then others, named " + salt + "-0, " + salt + "-1, …",
            SketchContract::ages));
  }

  /// Counts a key, or makes room for more keys when `key` is empty.
  record Count(String key, int times) {
    @Override
    public String toString() {
      return key.isEmpty() ? "expect " + times + " keys" : "count " + key + " " + times + " times";
    }
  }

  private static Arbitrary<List<Count>> counts() {
    Arbitrary<String> key = Arbitraries.of("a", "b", "c", "d", "");
    Arbitrary<Integer> times = Arbitraries.of(1, 2, 3, 8, 15, 16, 20, 64);
    return Steps.of(Combinators.combine(key, times).as(Count::new), MAXIMUM_STEPS);
  }

  private static Arbitrary<Integer> salts() {
    return Arbitraries.integers().between(0, 1_000_000);
  }

  private static String story(List<Count> counts) {
    return "expecting "
        + FEW_KEYS
        + " keys: "
        + counts.stream().map(Count::toString).collect(Collectors.joining("; "));
  }

  private static void neverBelowTheTruth(SketchFactory factory, List<Count> counts) {
    FrequencySketch<String> sketch = factory.create(FEW_KEYS);
    Map<String, Integer> truth = new TreeMap<>();
    int increments = 0;
    for (Count count : counts) {
      if (count.key().isEmpty()) {
        sketch.expect(count.times());
      } else if (increments + count.times() < EARLIEST_AGING * FEW_KEYS) {
        increments += count.times();
        truth.merge(count.key(), count.times(), Integer::sum);
        for (int i = 0; i < count.times(); i++) {
          sketch.increment(count.key());
        }
      }
      truth.forEach((key, counted) -> {
        int estimate = sketch.estimate(key);
        if (estimate < Math.min(counted, MAXIMUM_ESTIMATE) || estimate > MAXIMUM_ESTIMATE) {
          throw new AssertionError(
              key + " was counted " + counted + " times, but is estimated at " + estimate);
        }
      });
    }
  }

  private static void seldomAboveTheTruth(SketchFactory factory, int salt) {
    FrequencySketch<String> sketch = factory.create(MANY_KEYS);
    for (int i = 0; i < MANY_KEYS; i++) {
      sketch.increment(salt + "-" + i);
    }
    int tooHigh = 0;
    for (int i = 0; i < MANY_KEYS; i++) {
      tooHigh += sketch.estimate(salt + "-" + i) > 1 ? 1 : 0;
    }
    if (tooHigh * EXACT_BUT_ONE_IN > MANY_KEYS) {
      throw new AssertionError(tooHigh + " of " + MANY_KEYS + " keys are estimated above 1");
    }
  }

  private static void ages(SketchFactory factory, int salt) {
    FrequencySketch<String> sketch = factory.create(FEW_KEYS);
    for (int i = 0; i < MAXIMUM_ESTIMATE; i++) {
      sketch.increment("hot");
    }
    for (int i = 0; i < LATEST_AGING * FEW_KEYS; i++) {
      sketch.increment(salt + "-" + i);
    }
    if (sketch.estimate("hot") == MAXIMUM_ESTIMATE) {
      throw new AssertionError(
          "after " + LATEST_AGING * FEW_KEYS + " others the key is still estimated at 15");
    }
  }
}
