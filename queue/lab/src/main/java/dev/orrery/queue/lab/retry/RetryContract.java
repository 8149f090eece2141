package dev.orrery.queue.lab.retry;

import dev.orrery.queue.core.retry.RetryPolicy;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What every retry policy owes, and what those with a name promise beside it.
final class RetryContract {
  /// Enough for an average that does not wander.
  private static final int MESSAGES = 200;

  /// How far an average may fall short by chance.
  private static final double SLACK = 0.8;

  private static final long LARGE_BASE = 1_000;

  /// @param failures of one message
  record Case(long base, long maximum, long seed, long message, int failures) {
    RetryPolicy policy(RetryPolicy.Factory factory) {
      return factory.make(base, maximum, seed);
    }
  }

  private RetryContract() {}

  private static Arbitrary<Case> cases() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 2 * LARGE_BASE),
            Arbitraries.longs().between(0, 60_000),
            Arbitraries.longs().between(0, 1_000),
            Arbitraries.longs().between(1, 10_000),
            Arbitraries.oneOf(
                Arbitraries.integers().between(1, 8),
                Arbitraries.integers().between(1, Integer.MAX_VALUE)))
        .as(Case::new);
  }

  private static Law<RetryPolicy.Factory, Case> law(
      String name, Law.Check<RetryPolicy.Factory, Case> check) {
    return Law.of(name, cases(), Case::toString, check);
  }

  static Contract<RetryPolicy.Factory> any() {
    return Contract.of(
        Contract.ANY,
        law("never waits less than nothing or more than the maximum", RetryContract::bounded),
        law("the same question has the same answer", RetryContract::repeatable),
        law("without a base there is no wait", RetryContract::zero),
        law("on average later failures do not wait less", RetryContract::growing));
  }

  static Contract<RetryPolicy.Factory> fixed() {
    return Contract.of(
        "fixed",
        law(
            "waits the base, or the maximum if that is shorter",
            (factory, it) -> exactly(factory, it, Math.min(it.base, it.maximum))));
  }

  static Contract<RetryPolicy.Factory> linear() {
    return Contract.of(
        "linear",
        law(
            "waits as many times the base as there were failures, up to the maximum",
            (factory, it) ->
                exactly(
                    factory,
                    it,
                    (long) Math.min((double) it.base * it.failures, (double) it.maximum))));
  }

  static Contract<RetryPolicy.Factory> exponential() {
    return Contract.of(
        "exponential",
        law(
            "waits between half and all of the base doubled with each failure after the first",
            (factory, it) -> {
              long bound = doubled(it);
              long delay = it.policy(factory).delayMillis(it.message, it.failures);
              check(
                  delay >= bound / 2 && delay <= bound,
                  delay + " ms is outside " + bound / 2 + " to " + bound);
            }),
        law("messages that failed together do not come back together", RetryContract::spread));
  }

  private static long doubled(Case it) {
    double bound = it.base * Math.pow(2, Math.min(it.failures - 1.0, 100));
    return (long) Math.min(bound, (double) it.maximum);
  }

  private static void bounded(RetryPolicy.Factory factory, Case it) {
    long delay = it.policy(factory).delayMillis(it.message, it.failures);
    check(delay >= 0 && delay <= it.maximum, delay + " ms is outside 0 to " + it.maximum);
  }

  private static void repeatable(RetryPolicy.Factory factory, Case it) {
    RetryPolicy policy = it.policy(factory);
    long first = policy.delayMillis(it.message, it.failures);
    policy.delayMillis(it.message + 1, it.failures);
    long again = policy.delayMillis(it.message, it.failures);
    check(first == again, "answered " + first + ", and to the same question " + again);
    long elsewhere = it.policy(factory).delayMillis(it.message, it.failures);
    check(first == elsewhere, "answered " + first + ", and in another process " + elsewhere);
  }

  private static void zero(RetryPolicy.Factory factory, Case it) {
    RetryPolicy policy = factory.make(0, it.maximum, it.seed);
    long delay = policy.delayMillis(it.message, it.failures);
    check(delay == 0, "waits " + delay + " ms");
  }

  private static void growing(RetryPolicy.Factory factory, Case it) {
    RetryPolicy policy = factory.make(LARGE_BASE + it.base, 60_000, it.seed);
    double before = 0;
    for (int failures = 1; failures <= 10; failures++) {
      int now = failures;
      double average = average(message -> policy.delayMillis(message, now));
      check(
          average >= SLACK * before,
          "after " + now + " failures " + average + " ms on average, before " + before);
      before = average;
    }
  }

  private static void spread(RetryPolicy.Factory factory, Case it) {
    RetryPolicy policy = factory.make(LARGE_BASE + it.base, 60_000, it.seed);
    long distinct =
        LongStream.rangeClosed(1, MESSAGES)
            .map(message -> policy.delayMillis(message, 3))
            .distinct()
            .count();
    check(distinct > MESSAGES / 2, MESSAGES + " messages came back at " + distinct + " times");
  }

  private static double average(LongUnaryOperator delay) {
    return LongStream.rangeClosed(1, MESSAGES).map(delay).average().orElseThrow();
  }

  private static void exactly(RetryPolicy.Factory factory, Case it, long right) {
    long delay = it.policy(factory).delayMillis(it.message, it.failures);
    check(delay == right, "waits " + delay + " ms, not " + right);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
