package dev.orrery.queue.lab.retry;

import dev.orrery.queue.core.retry.ExponentialRetry;
import dev.orrery.queue.core.retry.RetryPolicy;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Random;

/// Retry policies that are wrong in one place each.
final class RetryTwins {
  private RetryTwins() {}

  static List<WrongTwin<RetryPolicy.Factory>> all() {
    return List.of(
        new WrongTwin<>(
            "overflowing",
            "shifts the base by the failures, and by 64 and more too",
            Contract.ANY,
            (base, maximum, seed) ->
                (message, failures) -> Math.min(base << (failures - 1), maximum)),
        new WrongTwin<>(
            "unbounded",
            "forgets the maximum",
            Contract.ANY,
            (base, maximum, seed) -> (message, failures) -> base * failures),
        new WrongTwin<>(
            "dice", "throws dice that nobody can throw again", Contract.ANY, RetryTwins::withDice),
        new WrongTwin<>(
            "impatient",
            "waits ever less",
            Contract.ANY,
            (base, maximum, seed) -> (message, failures) -> Math.min(base / failures, maximum)),
        new WrongTwin<>(
            "never-at-once",
            "waits a millisecond at least, also without a base",
            Contract.ANY,
            (base, maximum, seed) -> (message, failures) -> Math.min(Math.max(1, base), maximum)),
        new WrongTwin<>(
            "herd",
            "doubles, and sends all that failed together back together",
            "exponential",
            (base, maximum, seed) -> {
              RetryPolicy policy = new ExponentialRetry(base, maximum, seed);
              return (message, failures) -> policy.delayMillis(1, failures);
            }),
        new WrongTwin<>(
            "one-ahead",
            "doubles after the first failure already",
            "exponential",
            (base, maximum, seed) -> {
              RetryPolicy policy = new ExponentialRetry(base, maximum, seed);
              return (message, failures) ->
                  policy.delayMillis(
                      message, failures == Integer.MAX_VALUE ? failures : failures + 1);
            }));
  }

  private static RetryPolicy withDice(long base, long maximum, long seed) {
    Random dice = new Random();
    return (message, failures) -> base == 0 ? 0 : dice.nextLong(maximum + 1);
  }
}
