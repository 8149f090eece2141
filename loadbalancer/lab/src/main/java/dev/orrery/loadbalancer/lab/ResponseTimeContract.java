package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The laws of following the response time.
final class ResponseTimeContract {
  private static final int MAXIMUM_BACKENDS = 4;
  private static final int REQUESTS = 300;
  private static final long MILLIS = 1_000_000;

  /// Nearly twice as many as bring the average of the slowest drawn below the fastest.
  private static final int PATIENCE = 2_000;

  private ResponseTimeContract() {}

  /// Response times in milliseconds, each at least twice the one before.
  private static Arbitrary<List<Integer>> times() {
    return Arbitraries.integers()
        .between(2, 4)
        .list()
        .ofMinSize(2)
        .ofMaxSize(MAXIMUM_BACKENDS)
        .map(factors -> {
          List<Integer> times = new ArrayList<>();
          int time = 1;
          for (int factor : factors) {
            times.add(time);
            time *= factor;
          }
          return List.copyOf(times);
        });
  }

  private static List<Candidate> candidates(int count) {
    return WeightedShareContract.candidates(java.util.Collections.nCopies(count, 1));
  }

  /// One request, answered after the backend's time and then over; returns who got it.
  private static int request(
      BalancingPolicy policy, List<Candidate> candidates, List<Integer> times) {
    int chosen = policy.choose(candidates).orElseThrow();
    policy.onStart(candidates.get(chosen));
    policy.onAnswer(candidates.get(chosen), times.get(chosen) * MILLIS);
    policy.onEnd(candidates.get(chosen));
    return chosen;
  }

  static Contract<Supplier<BalancingPolicy>> contract() {
    return Contract.of(
        "least-response-time",
        Law.of(
            "one after the other, the fastest gets most and nobody gets nothing",
            times(),
            times -> "answers after " + times + " ms",
            (factory, times) -> {
              List<Candidate> candidates = candidates(times.size());
              int[] got = new int[times.size()];
              BalancingPolicy policy = factory.get();
              for (int i = 0; i < REQUESTS; i++) {
                got[request(policy, candidates, times)]++;
              }
              check(
                  got[0] > REQUESTS / 2,
                  "the fastest got only " + got[0] + " of " + REQUESTS + " requests");
              for (int i = 1; i < got.length; i++) {
                check(got[i] > 0, "b" + i + " was never tried");
              }
            }),
        Law.of(
            "a slow backend that has become the fastest is found out",
            times(),
            times -> "answers after " + times + " ms, then the slowest after none",
            (factory, times) -> {
              List<Candidate> candidates = candidates(times.size());
              BalancingPolicy policy = factory.get();
              for (int i = 0; i < REQUESTS; i++) {
                request(policy, candidates, times);
              }
              List<Integer> changed = new ArrayList<>(times);
              changed.set(times.size() - 1, 0);
              int last = -1;
              for (int i = 0; i < PATIENCE; i++) {
                last = request(policy, candidates, changed);
              }
              check(last == times.size() - 1, "after all that time b" + last + " still gets them");
            }),
        Law.of(
            "requests that pile up go also to the slower",
            times(),
            times -> "answers after " + times + " ms; then requests that never end",
            (factory, times) -> {
              List<Candidate> candidates = candidates(times.size());
              BalancingPolicy policy = factory.get();
              for (int i = 0; i < REQUESTS; i++) {
                request(policy, candidates, times);
              }
              Set<Integer> used = new HashSet<>();
              for (int i = 0; i < 4 * times.getLast() + 4; i++) {
                int chosen = policy.choose(candidates).orElseThrow();
                policy.onStart(candidates.get(chosen));
                used.add(chosen);
              }
              check(used.size() == times.size(), "only these were used: " + used);
            }));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
