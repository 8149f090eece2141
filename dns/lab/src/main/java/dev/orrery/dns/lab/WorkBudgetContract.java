package dev.orrery.dns.lab;

import dev.orrery.dns.core.resolver.WorkBudget;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of a question's budget.
final class WorkBudgetContract {
  private static final int MAXIMUM_PACKETS = 8;
  private static final int MAXIMUM_STEPS = 40;

  private WorkBudgetContract() {}

  /// What look-ups do: one of those there are takes a packet, or begins a nested one. The number
  /// picks the look-up, modulo how many there are.
  sealed interface Step {
    record Spend(int lookup) implements Step {}

    record Nest(int lookup) implements Step {}
  }

  record Case(int packets, List<Step> steps) {
    String story() {
      return "a budget of "
          + packets
          + "; "
          + steps.stream().map(WorkBudgetContract::tell).collect(Collectors.joining("; "));
    }
  }

  private static String tell(Step step) {
    return switch (step) {
      case Step.Spend(int lookup) -> "look-up " + lookup + " sends";
      case Step.Nest(int lookup) -> "look-up " + lookup + " begins another";
    };
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<Integer> lookups = Arbitraries.integers().between(0, 5);
    Arbitrary<Step> spend = lookups.map(Step.Spend::new);
    Arbitrary<Step> nest = lookups.map(Step.Nest::new);
    Arbitrary<List<Step>> steps =
        Arbitraries.oneOf(spend, spend, spend, nest).list().ofMaxSize(MAXIMUM_STEPS);
    return Combinators.combine(Arbitraries.integers().between(1, MAXIMUM_PACKETS), steps)
        .as(Case::new);
  }

  /// Plays a case; the budgets are those of all look-ups, the question's own first.
  private static final class Play {
    private final List<WorkBudget> budgets = new ArrayList<>();
    private final List<Boolean> refused = new ArrayList<>();
    private int granted;
    private int asked;

    Play(WorkBudget first) {
      budgets.add(first);
      refused.add(false);
    }

    void step(Step step) {
      switch (step) {
        case Step.Spend(int number) -> {
          int lookup = number % budgets.size();
          asked++;
          boolean taken = budgets.get(lookup).spend();
          granted += taken ? 1 : 0;
          check(
              !(taken && refused.get(lookup)),
              "look-up " + lookup + " was refused before, and is now given a packet");
          refused.set(lookup, !taken);
        }
        case Step.Nest(int number) -> {
          budgets.add(budgets.get(number % budgets.size()).nested());
          refused.add(false);
        }
      }
    }
  }

  private static Play played(IntFunction<WorkBudget> budgets, Case c) {
    Play play = new Play(budgets.apply(c.packets()));
    c.steps().forEach(play::step);
    return play;
  }

  static Contract<IntFunction<WorkBudget>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "all look-ups of one question together send no more than its budget",
            cases(),
            Case::story,
            (budgets, c) -> {
              Play play = played(budgets, c);
              check(
                  play.granted <= c.packets(),
                  play.granted + " packets were sent on a budget of " + c.packets());
            }),
        Law.of(
            "a question that nests nothing may send all of its budget",
            Arbitraries.integers().between(1, MAXIMUM_PACKETS),
            packets -> "a budget of " + packets,
            (budgets, packets) -> {
              for (int question = 1; question <= 2; question++) {
                WorkBudget budget = budgets.apply(packets);
                for (int i = 1; i <= packets; i++) {
                  check(
                      budget.spend(),
                      "question " + question + " was refused packet " + i + " of " + packets);
                }
              }
            }),
        Law.of(
            "spent counts what was sent, by whichever look-up",
            cases(),
            Case::story,
            (budgets, c) -> {
              Play play = played(budgets, c);
              int told = play.budgets.getFirst().spent();
              check(told == play.granted, "told " + told + " packets, sent were " + play.granted);
            }));
  }

  static Contract<IntFunction<WorkBudget>> shared() {
    return Contract.of(
        "shared",
        Law.of(
            "no look-up is refused while packets are left",
            cases(),
            Case::story,
            (budgets, c) -> {
              Play play = played(budgets, c);
              int due = Math.min(play.asked, c.packets());
              check(
                  play.granted == due,
                  "of %d packets asked for %d were given, due were %d"
                      .formatted(play.asked, play.granted, due));
            }));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
