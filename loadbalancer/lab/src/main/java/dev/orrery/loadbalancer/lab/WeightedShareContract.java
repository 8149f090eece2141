package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The laws of weighted round robin: shares exact, turns evenly spread.
final class WeightedShareContract {
  private static final int MAXIMUM_BACKENDS = 4;
  private static final int MAXIMUM_WEIGHT = 6;
  private static final int CYCLES = 3;

  /// Turns a backend may wait beyond an even spread: whole turns do not divide evenly.
  private static final int SLACK = 2;

  private WeightedShareContract() {}

  private static Arbitrary<List<Integer>> weights() {
    return Arbitraries.integers()
        .between(1, MAXIMUM_WEIGHT)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MAXIMUM_BACKENDS);
  }

  static List<Candidate> candidates(List<Integer> weights) {
    List<Candidate> candidates = new ArrayList<>();
    weights.forEach(weight -> candidates.add(new Candidate("b" + candidates.size(), true, weight)));
    return List.copyOf(candidates);
  }

  /// What is chosen in some whole cycles; a cycle has as many turns as all weights together.
  private static List<Integer> turns(BalancingPolicy policy, List<Integer> weights) {
    List<Candidate> candidates = candidates(weights);
    List<Integer> turns = new ArrayList<>();
    int cycle = weights.stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < CYCLES * cycle; i++) {
      turns.add(policy.choose(candidates).orElse(-1));
    }
    return turns;
  }

  static Contract<Supplier<BalancingPolicy>> contract() {
    return Contract.of(
        "weighted-round-robin",
        Law.of(
            "in each cycle every backend gets as many requests as its weight",
            weights(),
            weights -> "weights " + weights,
            (factory, weights) -> {
              List<Integer> turns = turns(factory.get(), weights);
              int cycle = turns.size() / CYCLES;
              for (int start = 0; start < turns.size(); start += cycle) {
                List<Integer> one = turns.subList(start, start + cycle);
                for (int i = 0; i < weights.size(); i++) {
                  int backend = i;
                  long got = one.stream().filter(chosen -> chosen == backend).count();
                  check(
                      got == weights.get(i),
                      "b%d of weight %d got %d of %d requests: %s"
                          .formatted(i, weights.get(i), got, cycle, one));
                }
              }
            }),
        Law.of(
            "between two turns of a backend lie no more than its weight asks for",
            weights(),
            weights -> "weights " + weights,
            (factory, weights) -> {
              List<Integer> turns = turns(factory.get(), weights);
              int cycle = turns.size() / CYCLES;
              for (int i = 0; i < weights.size(); i++) {
                int allowed = Math.ceilDiv(cycle, weights.get(i)) + SLACK;
                int last = -1;
                for (int turn = 0; turn < turns.size(); turn++) {
                  if (turns.get(turn) == i) {
                    check(
                        turn - last <= allowed,
                        "b%d of weight %d waited %d turns, at most %d are due: %s"
                            .formatted(i, weights.get(i), turn - last, allowed, turns));
                    last = turn;
                  }
                }
              }
            }));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
