package dev.orrery.testkit.contract;

import java.util.function.Function;
import net.jqwik.api.Arbitrary;

/// One property of a swap point: for every case that `cases` can generate, `check` passes on a
/// fresh subject.
///
/// @param name the law as a sentence, e.g. "never holds more than its capacity"
/// @param cases generates a case, usually a list of steps; must be deterministic for a given random
///   source
/// @param check throws an [AssertionError] (or any exception) when the subject breaks the law in
///   this case
/// @param story tells a case in words a learner reads, e.g. "put a; put b; get a"
/// @param <S> what the contract is handed: a factory of the swappable thing
/// @param <C> the case
public record Law<S, C>(
    String name, Arbitrary<C> cases, Check<S, C> check, Function<C, String> story) {
  /// How a subject is tried on one case.
  @FunctionalInterface
  public interface Check<S, C> {
    void accept(S subject, C testCase) throws Exception;
  }

  public static <S, C> Law<S, C> of(
      String name, Arbitrary<C> cases, Function<C, String> story, Check<S, C> check) {
    return new Law<>(name, cases, check, story);
  }
}
