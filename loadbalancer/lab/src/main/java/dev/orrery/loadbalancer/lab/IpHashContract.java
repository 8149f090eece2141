package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of keeping a client at one backend.
final class IpHashContract {
  private static final int CLIENTS = 300;

  /// How far a share may lie from an even one: six standard deviations of 300 clients.
  private static final double TOLERANCE = 0.18;

  private IpHashContract() {}

  /// @param changed the backend that falls ill or leaves, modulo how many there are
  record Case(int backends, int changed, long seed) {
    String story() {
      return backends + " backends, b" + changed % backends + " changes, clients of seed " + seed;
    }
  }

  private static Arbitrary<Case> cases() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 6),
            Arbitraries.integers().between(0, 5),
            Arbitraries.longs().between(0, 1_000_000))
        .as(Case::new);
  }

  private static List<Candidate> candidates(Case c, boolean healthy) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < c.backends(); i++) {
      all.add(new Candidate("b" + i, healthy || i != c.changed() % c.backends()));
    }
    return List.copyOf(all);
  }

  /// The name of the backend of each client.
  private static List<String> placed(BalancingPolicy policy, List<Candidate> candidates, Case c) {
    Random clients = new Random(c.seed());
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      placed.add(
          candidates.get(policy.choose(candidates, clients.nextLong()).orElseThrow()).name());
    }
    return placed;
  }

  static Contract<Supplier<BalancingPolicy>> contract() {
    return Contract.of(
        "ip-hash",
        Law.of(
            "a client always comes to the same backend, in whatever order they are listed",
            cases(),
            Case::story,
            (factory, c) -> {
              BalancingPolicy policy = factory.get();
              List<Candidate> candidates = candidates(c, true);
              List<Candidate> shuffled = new ArrayList<>(candidates);
              Collections.shuffle(shuffled, new Random(c.seed()));
              List<String> first = placed(policy, candidates, c);
              check(first.equals(placed(policy, candidates, c)), "a client has moved");
              check(
                  first.equals(placed(factory.get(), List.copyOf(shuffled), c)),
                  "a client has moved with the order of the list");
            }),
        Law.of(
            "when a backend falls ill only its clients move, and afterwards they return",
            cases(),
            Case::story,
            (factory, c) -> {
              BalancingPolicy policy = factory.get();
              String ill = "b" + c.changed() % c.backends();
              List<String> before = placed(policy, candidates(c, true), c);
              List<String> during = placed(policy, candidates(c, false), c);
              for (int i = 0; i < CLIENTS; i++) {
                check(
                    before.get(i).equals(ill) != before.get(i).equals(during.get(i)),
                    "client %d went from %s to %s while %s was ill"
                        .formatted(i, before.get(i), during.get(i), ill));
              }
              check(before.equals(placed(policy, candidates(c, true), c)), "they did not return");
            }),
        Law.of(
            "clients are spread evenly",
            cases(),
            Case::story,
            (factory, c) -> {
              List<String> placed = placed(factory.get(), candidates(c, true), c);
              for (int i = 0; i < c.backends(); i++) {
                String name = "b" + i;
                double share = placed.stream().filter(name::equals).count() / (double) CLIENTS;
                check(
                    Math.abs(share - 1.0 / c.backends()) <= TOLERANCE,
                    "%s has %.0f %% of the clients of %d backends"
                        .formatted(name, 100 * share, c.backends()));
              }
            }));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
