package dev.orrery.testkit.history;

import java.util.Objects;

/// The sequential specification: what one operation does when nothing else is going on.
///
/// @param <S> the state, immutable, with `equals` and `hashCode` by value
/// @param <O> what is asked
/// @param <R> the result, with `equals` by value
public interface Model<S, O, R> {
  S initial();

  /// What `input` does to `state`, and its result there. Total: every input can be asked in every
  /// state.
  Step<S, R> step(S state, O input);

  /// Whether a seen result is the expected one; override it where a result may be less exact.
  default boolean fits(R expected, R seen) {
    return Objects.equals(expected, seen);
  }

  /// @param state after the operation
  /// @param result of the operation
  record Step<S, R>(S state, R result) {}
}
