package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.primitives.lab.Steps;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of choosing a backend.
final class BalancingPolicyContract {
  private static final int MAXIMUM_BACKENDS = 5;
  private static final int MAXIMUM_STEPS = 40;

  /// Every fair policy has used each of n idle backends after this many requests for each of them.
  private static final int ROUNDS = 40;

  private BalancingPolicyContract() {}

  /// What happens to a policy: a request begins, one of those in flight ends, a backend falls ill
  /// or recovers.
  sealed interface Step {
    record Begin() implements Step {}

    /// The request in flight at this position (modulo how many there are) ends.
    record End(int position) implements Step {}

    record Turn(int backend) implements Step {}
  }

  record Case(int backends, List<Step> steps) {
    /// Tells the steps that have an effect; requests are numbered, so that an answer can name its
    /// own.
    String story() {
      List<String> told = new ArrayList<>();
      boolean[] ill = new boolean[backends];
      List<Integer> inFlight = new ArrayList<>();
      int requests = 0;
      for (Step step : steps) {
        switch (step) {
          case Step.Begin _ -> {
            told.add("request " + ++requests);
            if (!allOf(ill)) {
              inFlight.add(requests);
            }
          }
          case Step.End(int position) -> {
            if (!inFlight.isEmpty()) {
              told.add("answer to " + inFlight.remove(position % inFlight.size()));
            }
          }
          case Step.Turn(int backend) -> {
            int turned = backend % backends;
            ill[turned] ^= true;
            told.add("b" + turned + (ill[turned] ? " falls ill" : " recovers"));
          }
        }
      }
      return backends + " backends; " + String.join("; ", told);
    }

    private static boolean allOf(boolean[] ill) {
      for (boolean one : ill) {
        if (!one) {
          return false;
        }
      }
      return true;
    }
  }

  private static Arbitrary<Case> cases(boolean withIllness) {
    Arbitrary<Step> begin = Arbitraries.just(new Step.Begin());
    Arbitrary<Step> end = Arbitraries.integers().between(0, 9).map(Step.End::new);
    Arbitrary<Step> turn =
        Arbitraries.integers().between(0, MAXIMUM_BACKENDS - 1).map(Step.Turn::new);
    Arbitrary<Step> step =
        withIllness
            ? Arbitraries.oneOf(begin, begin, end, turn)
            : Arbitraries.oneOf(begin, begin, end);
    return Combinators.combine(
            Arbitraries.integers().between(1, MAXIMUM_BACKENDS), Steps.of(step, MAXIMUM_STEPS))
        .as(Case::new);
  }

  /// Plays a case, and hands each choice to a check.
  private static final class Play {
    private final BalancingPolicy policy;
    private final boolean[] ill;
    private final List<Integer> inFlight = new ArrayList<>();
    private final int[] active;
    private List<Candidate> candidates = List.of();

    Play(BalancingPolicy policy, int backends) {
      this.policy = policy;
      this.ill = new boolean[backends];
      this.active = new int[backends];
      publish();
    }

    private void publish() {
      List<Candidate> all = new ArrayList<>();
      for (int i = 0; i < ill.length; i++) {
        all.add(new Candidate("b" + i, !ill[i]));
      }
      candidates = List.copyOf(all);
    }

    void step(Step step, ChoiceCheck check) {
      switch (step) {
        case Step.Begin _ -> begin(check);
        case Step.End(int position) -> {
          if (!inFlight.isEmpty()) {
            end(inFlight.remove(position % inFlight.size()));
          }
        }
        case Step.Turn(int backend) -> {
          ill[backend % ill.length] ^= true;
          publish();
        }
      }
    }

    private void begin(ChoiceCheck check) {
      OptionalInt chosen = policy.choose(candidates);
      check.of(this, chosen);
      if (chosen.isPresent()) {
        inFlight.add(chosen.getAsInt());
        active[chosen.getAsInt()]++;
        policy.onStart(candidates.get(chosen.getAsInt()));
      }
    }

    private void end(int backend) {
      active[backend]--;
      policy.onEnd(new Candidate("b" + backend, true));
    }

    boolean anyHealthy() {
      return candidates.stream().anyMatch(Candidate::healthy);
    }
  }

  private interface ChoiceCheck {
    void of(Play play, OptionalInt chosen);
  }

  static Contract<Supplier<BalancingPolicy>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "chooses a healthy backend whenever there is one, and none otherwise",
            cases(true),
            Case::story,
            (factory, c) -> {
              Play play = new Play(factory.get(), c.backends());
              c.steps().forEach(step -> play.step(step, BalancingPolicyContract::checkHealthy));
            }),
        Law.of(
            "uses every backend when all are healthy and idle",
            Arbitraries.integers().between(1, MAXIMUM_BACKENDS),
            backends -> backends + " backends, each request answered before the next",
            (factory, backends) -> {
              Play play = new Play(factory.get(), backends);
              Set<Integer> used = new HashSet<>();
              for (int i = 0; i < ROUNDS * backends; i++) {
                play.step(new Step.Begin(), (_, chosen) -> used.add(chosen.orElse(-1)));
                play.step(new Step.End(0), BalancingPolicyContract::checkHealthy);
              }
              check(used.size() == backends, "only these were ever used: " + used);
            }),
        Law.of(
            "a history that has ended leaves no backend out",
            cases(true),
            Case::story,
            (factory, c) -> {
              Play play = new Play(factory.get(), c.backends());
              c.steps().forEach(step -> play.step(step, (_, _) -> {}));
              while (!play.inFlight.isEmpty()) {
                play.step(new Step.End(0), (_, _) -> {});
              }
              for (int i = 0; i < c.backends(); i++) {
                if (play.ill[i]) {
                  play.step(new Step.Turn(i), (_, _) -> {});
                }
              }
              Set<Integer> used = new HashSet<>();
              for (int i = 0; i < ROUNDS * c.backends(); i++) {
                play.step(new Step.Begin(), (_, chosen) -> used.add(chosen.orElse(-1)));
                play.step(new Step.End(0), (_, _) -> {});
              }
              check(used.size() == c.backends(), "afterwards only these were used: " + used);
            }));
  }

  private static void checkHealthy(Play play, OptionalInt chosen) {
    if (chosen.isEmpty()) {
      check(!play.anyHealthy(), "chose none of " + play.candidates);
      return;
    }
    int index = chosen.getAsInt();
    check(index >= 0 && index < play.candidates.size(), "chose index " + index);
    check(play.candidates.get(index).healthy(), "chose b" + index + ", which is ill");
  }

  static Contract<Supplier<BalancingPolicy>> roundRobin() {
    return Contract.of(
        "round-robin",
        Law.of(
            "of n requests in a row each of n healthy backends gets one, in the same order again",
            cases(false),
            Case::story,
            (factory, c) -> {
              Play play = new Play(factory.get(), c.backends());
              List<Integer> order = new ArrayList<>();
              c.steps()
                  .forEach(step -> play.step(step, (_, chosen) -> order.add(chosen.orElse(-1))));
              for (int i = 0; i < order.size(); i++) {
                List<Integer> before = order.subList(Math.max(0, i - c.backends() + 1), i);
                int chosen = order.get(i);
                check(!before.contains(chosen), "b" + chosen + " came again after " + tell(before));
                check(
                    i < c.backends() || order.get(i - c.backends()) == chosen,
                    "after " + tell(before) + " came b" + chosen + " this time");
              }
            }));
  }

  static Contract<Supplier<BalancingPolicy>> leastConnections() {
    return Contract.of(
        "least-connections",
        Law.of(
            "the chosen backend has no more requests in flight than any other healthy one",
            cases(true),
            Case::story,
            (factory, c) -> {
              Play play = new Play(factory.get(), c.backends());
              c.steps().forEach(step -> play.step(step, BalancingPolicyContract::checkLeast));
            }));
  }

  private static void checkLeast(Play play, OptionalInt chosen) {
    checkHealthy(play, chosen);
    if (chosen.isEmpty()) {
      return;
    }
    int taken = chosen.getAsInt();
    for (int i = 0; i < play.active.length; i++) {
      check(
          play.ill[i] || play.active[i] >= play.active[taken],
          "chose b%d with %d in flight, b%d has %d"
              .formatted(taken, play.active[taken], i, play.active[i]));
    }
  }

  private static String tell(List<Integer> chosen) {
    return chosen.stream().map(backend -> "b" + backend).collect(Collectors.joining(", "));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
