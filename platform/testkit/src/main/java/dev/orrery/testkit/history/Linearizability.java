package dev.orrery.testkit.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Decides whether a history is linearizable with respect to a model. Stateless and thread-safe.
public final class Linearizability {
  /// Configurations searched for one key before the answer is [Verdict.Undecided].
  public static final int MAXIMUM_CONFIGURATIONS = 1_000_000;

  private Linearizability() {}

  /// The checker's answer.
  public sealed interface Verdict {
    record Linearizable() implements Verdict {}

    /// @param explanation the counterexample, for people, over several lines
    record Violation(String explanation) implements Verdict {}

    /// The search gave up; shorten the history or lessen the concurrency.
    record Undecided(String explanation) implements Verdict {}
  }

  /// Checks a history of one object.
  public static <S, O, R> Verdict check(Model<S, O, R> model, List<Operation<O, R>> history) {
    Search<S, O, R> search = new Search<>(model, history, MAXIMUM_CONFIGURATIONS);
    return switch (search.run()) {
      case FOUND -> new Verdict.Linearizable();
      case NONE ->
          new Verdict.Violation(new Counterexample<>(model, history, search.stuckAt()).tell());
      case UNDECIDED ->
          new Verdict.Undecided(
              "undecided after "
                  + MAXIMUM_CONFIGURATIONS
                  + " configurations of "
                  + history.size()
                  + " operations");
    };
  }

  /// Checks a history over independent objects, key by key; each key begins in the model's initial
  /// state.
  public static <K, S, O, R> Verdict checkPerKey(
      Model<S, O, R> model, List<Operation<O, R>> history, Function<? super O, ? extends K> key) {
    Map<K, List<Operation<O, R>>> byKey =
        history.stream()
            .collect(
                Collectors.groupingBy(
                    operation -> key.apply(operation.input()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Verdict verdict = new Verdict.Linearizable();
    for (Map.Entry<K, List<Operation<O, R>>> entry : byKey.entrySet()) {
      switch (check(model, entry.getValue())) {
        case Verdict.Violation(String explanation) -> {
          return new Verdict.Violation("key " + entry.getKey() + ": " + explanation);
        }
        case Verdict.Undecided(String explanation) ->
            verdict = new Verdict.Undecided("key " + entry.getKey() + ": " + explanation);
        case Verdict.Linearizable held -> {}
      }
    }
    return verdict;
  }

  /// @throws AssertionError with the counterexample unless the history is linearizable
  public static <S, O, R> void require(Model<S, O, R> model, List<Operation<O, R>> history) {
    require(check(model, history));
  }

  /// @throws AssertionError with the counterexample unless each key's history is linearizable
  public static <K, S, O, R> void requirePerKey(
      Model<S, O, R> model, List<Operation<O, R>> history, Function<? super O, ? extends K> key) {
    require(checkPerKey(model, history, key));
  }

  private static void require(Verdict verdict) {
    switch (verdict) {
      case Verdict.Violation(String explanation) -> throw new AssertionError(explanation);
      case Verdict.Undecided(String explanation) -> throw new AssertionError(explanation);
      case Verdict.Linearizable held -> {}
    }
  }
}
