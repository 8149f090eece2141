package dev.orrery.primitives.lab.health;

import dev.orrery.primitives.health.HealthTracker;
import dev.orrery.primitives.lab.Steps;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `primitives.health`.
public final class HealthContract {
  private static final int MAXIMUM_PROBES = 24;

  private HealthContract() {}

  record Probes(int rise, int fall, boolean healthyAtStart, List<Boolean> results) {
    String story() {
      return "rise "
          + rise
          + ", fall "
          + fall
          + ", "
          + (healthyAtStart ? "up" : "down")
          + ": "
          + results.stream()
              .map(passed -> passed ? "pass" : "fail")
              .collect(Collectors.joining("; "));
    }
  }

  public static Contract<HealthFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "changes its opinion at the rise-th or fall-th probe in a row",
            probes(),
            Probes::story,
            HealthContract::followsTheHistory));
  }

  private static Arbitrary<Probes> probes() {
    return Combinators.combine(
            Arbitraries.of(1, 2, 3, 4),
            Arbitraries.of(1, 2, 3, 4),
            Arbitraries.of(true, false),
            Steps.of(Arbitraries.of(true, false), MAXIMUM_PROBES))
        .as(Probes::new);
  }

  private static void followsTheHistory(HealthFactory factory, Probes probes) {
    HealthTracker tracker = factory.create(probes.rise(), probes.fall(), probes.healthyAtStart());
    boolean expected = probes.healthyAtStart();
    List<Boolean> sinceChange = new ArrayList<>();
    for (boolean passed : probes.results()) {
      sinceChange.add(passed);
      int threshold = expected ? probes.fall() : probes.rise();
      if (endsWith(sinceChange, !expected, threshold)) {
        expected = !expected;
        sinceChange.clear();
      }
      boolean answered = tracker.record(passed);
      if (answered != expected || tracker.healthy() != expected) {
        throw new AssertionError(
            "counts as "
                + (answered ? "up" : "down")
                + " after the last probe, but it is "
                + (expected ? "up" : "down"));
      }
    }
  }

  private static boolean endsWith(List<Boolean> results, boolean wanted, int times) {
    return results.size() >= times
        && results.subList(results.size() - times, results.size()).stream()
            .allMatch(result -> result == wanted);
  }
}
