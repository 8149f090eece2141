package dev.orrery.testkit.wait;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits for conditions, with a bound. A condition that throws an [Exception] or an
/// [AssertionError] does not hold yet; what it threw last is told and made the cause when time is
/// up.
public final class Await {
  private static final long FIRST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private Await() {}

  /// Returns as soon as `condition` holds.
  ///
  /// @param description what is waited for, completing "waited 5 s for …"
  /// @throws AssertionError when it does not hold within `bound`
  public static void until(Duration bound, Callable<Boolean> condition, String description) {
    until(bound, condition, held -> held, description);
  }

  /// Returns the first value that `condition` accepts.
  ///
  /// @throws AssertionError when there is none within `bound`; tells the last value seen
  public static <T> T until(
      Duration bound, Callable<T> value, Predicate<? super T> condition, String description) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      String last;
      Throwable thrown = null;
      try {
        T seen = value.call();
        if (condition.test(seen)) {
          return seen;
        }
        last = String.valueOf(seen);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + description, interrupted);
      } catch (Exception | AssertionError notYet) {
        last = notYet.toString();
        thrown = notYet;
      }
      long left = bound.toNanos() - (System.nanoTime() - start);
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        throw timedOut(bound, description, last, thrown);
      }
      LockSupport.parkNanos(Math.min(left, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
  }

  private static AssertionError timedOut(
      Duration bound, String description, String last, @Nullable Throwable thrown) {
    return new AssertionError(
        "waited " + bound.toMillis() + " ms for " + description + "; last seen: " + last, thrown);
  }
}
