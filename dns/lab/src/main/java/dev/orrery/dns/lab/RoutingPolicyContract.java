package dev.orrery.dns.lab;

import dev.orrery.dns.core.routing.RoutingPolicy;
import dev.orrery.dns.core.routing.Target;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of ordering the addresses of an answer.
final class RoutingPolicyContract {
  private static final int DRAWS = 2_000;

  /// How far a share may lie from what the weights say: over seven standard deviations of 2,000
  /// draws.
  private static final double TOLERANCE = 0.08;

  private RoutingPolicyContract() {}

  record Case(List<Target> targets, long turn, long seed) {
    String story() {
      return "weights "
          + targets.stream().map(t -> "" + t.weight()).collect(Collectors.joining(":"))
          + ", turn "
          + turn;
    }
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<List<Target>> targets =
        Arbitraries.integers()
            .between(1, 10)
            .list()
            .ofMinSize(2)
            .ofMaxSize(5)
            .map(weights -> {
              List<Target> made = new ArrayList<>();
              weights.forEach(weight -> made.add(new Target(made.size(), weight)));
              return List.copyOf(made);
            });
    return Combinators.combine(targets, Arbitraries.longs().between(0, 1_000), Arbitraries.longs())
        .as(Case::new);
  }

  static Contract<RoutingPolicy> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "an answer holds every target once",
            cases(),
            Case::story,
            (policy, c) -> {
              List<Target> ordered = policy.order(c.targets(), c.turn(), new Random(c.seed()));
              check(
                  ordered.size() == c.targets().size()
                      && new HashSet<>(ordered).equals(new HashSet<>(c.targets())),
                  "given " + indexes(c.targets()) + ", ordered " + indexes(ordered));
            }),
        Law.of(
            "the same arguments give the same order",
            cases(),
            Case::story,
            (policy, c) -> {
              List<Target> once = policy.order(c.targets(), c.turn(), new Random(c.seed()));
              List<Target> again = policy.order(c.targets(), c.turn(), new Random(c.seed()));
              check(once.equals(again), "first " + indexes(once) + ", then " + indexes(again));
            }));
  }

  static Contract<RoutingPolicy> roundRobin() {
    return Contract.of(
        "round-robin",
        Law.of(
            "of n successive answers each target is first in one",
            cases(),
            Case::story,
            (policy, c) -> {
              Set<Target> first = new HashSet<>();
              for (int i = 0; i < c.targets().size(); i++) {
                first.add(policy.order(c.targets(), c.turn() + i, new Random(c.seed())).getFirst());
              }
              check(
                  first.size() == c.targets().size(),
                  "only " + first.size() + " of " + c.targets().size() + " were ever first");
            }));
  }

  static Contract<RoutingPolicy> weighted() {
    return Contract.of(
        "weighted",
        Law.of(
            "a target is first as often as its weight says",
            cases(),
            Case::story,
            (policy, c) -> {
              Map<Target, Integer> first = new HashMap<>();
              Random random = new Random(c.seed());
              for (int i = 0; i < DRAWS; i++) {
                first.merge(
                    policy.order(c.targets(), c.turn() + i, random).getFirst(), 1, Integer::sum);
              }
              double sum = c.targets().stream().mapToInt(Target::weight).sum();
              for (Target target : c.targets()) {
                double share = first.getOrDefault(target, 0) / (double) DRAWS;
                double due = target.weight() / sum;
                check(
                    Math.abs(share - due) <= TOLERANCE,
                    "target %d of weight %d was first in %.0f %% of the answers, due are %.0f %%"
                        .formatted(target.index(), target.weight(), 100 * share, 100 * due));
              }
            }));
  }

  static Contract<RoutingPolicy> fixed() {
    return Contract.of(
        "fixed",
        Law.of(
            "the order never changes",
            cases(),
            Case::story,
            (policy, c) -> {
              List<Target> ordered = policy.order(c.targets(), c.turn(), new Random(c.seed()));
              check(ordered.equals(c.targets()), "ordered " + indexes(ordered));
            }));
  }

  private static List<Integer> indexes(List<Target> targets) {
    return targets.stream().map(Target::index).toList();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
