package dev.orrery.testkit.history;

import java.util.function.Predicate;

/// One call of a history, with the times of its beginning and end on one clock for all processes.
///
/// @param process who called; only for the reader
/// @param input what was asked, with a telling `toString`
/// @param outcome what came of it
/// @param invoked when the call began
/// @param returned when it ended, not before `invoked`; [#NEVER] when the outcome is unknown
public record Operation<O, R>(
    String process, O input, Outcome<R> outcome, long invoked, long returned) {
  public static final long NEVER = Long.MAX_VALUE;

  public Operation {
    if (returned < invoked) {
      throw new IllegalArgumentException(
          "ended at " + returned + ", before its beginning at " + invoked);
    }
    if (outcome instanceof Outcome.Unknown<R> && returned != NEVER) {
      throw new IllegalArgumentException("an operation of unknown outcome has no end");
    }
  }

  /// A call that gave a result.
  public static <O, R> Operation<O, R> of(
      String process, O input, R result, long invoked, long returned) {
    return new Operation<>(process, input, new Outcome.Known<>(result), invoked, returned);
  }

  /// A call that may or may not have taken effect, at any time since it began.
  public static <O, R> Operation<O, R> unknown(String process, O input, long invoked) {
    return new Operation<>(process, input, new Outcome.Unknown<>(), invoked, NEVER);
  }

  boolean isKnown() {
    return outcome instanceof Outcome.Known<R>;
  }

  boolean fits(Predicate<R> test) {
    return switch (outcome) {
      case Outcome.Known<R>(R result) -> test.test(result);
      case Outcome.Unknown<R> any -> true;
    };
  }

  Operation<O, R> forgotten() {
    return unknown(process, input, invoked);
  }

  /// What came of a call.
  ///
  /// @param <R> its result
  public sealed interface Outcome<R> {
    /// It returned.
    record Known<R>(R result) implements Outcome<R> {
      @Override
      public String toString() {
        return "→ " + result;
      }
    }

    /// Nobody knows whether it took effect.
    record Unknown<R>() implements Outcome<R> {
      @Override
      public String toString() {
        return "→ ?";
      }
    }
  }
}
