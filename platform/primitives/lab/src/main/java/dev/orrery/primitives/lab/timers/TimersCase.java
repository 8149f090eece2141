package dev.orrery.primitives.lab.timers;

import dev.orrery.primitives.lab.Steps;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What is done to a set of timers. Timers are numbered in the order they are started; times are in
/// nanoseconds, and a tick is a few of them.
record TimersCase(long tick, List<Step> steps) {
  private static final int MAXIMUM_STEPS = 24;

  /// More milliseconds than an `int` holds.
  private static final long TWENTY_FIVE_DAYS = 25L * 24 * 3_600 * 1_000_000_000;

  sealed interface Step {}

  record Start(long delay) implements Step {
    @Override
    public String toString() {
      return "start in " + delay;
    }
  }

  /// Cancels the timer of that number; nothing when there is none.
  record Cancel(int number) implements Step {
    @Override
    public String toString() {
      return "cancel #" + number;
    }
  }

  record Advance(long by) implements Step {
    @Override
    public String toString() {
      return "wait " + by;
    }
  }

  private enum Kind {
    START,
    ADVANCE,
    CANCEL
  }

  static Arbitrary<TimersCase> any() {
    return cases(
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 12),
            Arbitraries.longs().between(60, 70),
            Arbitraries.longs().between(120, 200),
            Arbitraries.longs().between(4_090, 4_110),
            Arbitraries.longs().between(0, 600_000),
            Arbitraries.of(1L << 18, 1L << 40, -5L, TWENTY_FIVE_DAYS)));
  }

  static Arbitrary<TimersCase> near() {
    return cases(
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 12), Arbitraries.longs().between(60, 5_000)));
  }

  private static Arbitrary<TimersCase> cases(Arbitrary<Long> nanos) {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.of(Kind.START, Kind.START, Kind.ADVANCE, Kind.ADVANCE, Kind.CANCEL),
                nanos,
                Arbitraries.integers().between(0, 5))
            .as((kind, time, number) ->
                switch (kind) {
                  case START -> new Start(time);
                  case ADVANCE -> new Advance(Math.max(0, time));
                  case CANCEL -> new Cancel(number);
                });
    return Combinators.combine(Arbitraries.of(1L, 3L, 10L), Steps.of(step, MAXIMUM_STEPS))
        .as(TimersCase::new);
  }

  String story() {
    return "tick "
        + tick
        + ": "
        + steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }
}
