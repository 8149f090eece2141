package dev.orrery.primitives.timerwheel;

import java.util.List;
import java.util.OptionalLong;

/// Many timers, one caller who tells the time. Nothing fires by itself: the caller asks
/// [#nextDeadline()] how long it may sleep, and calls [#advance(long)] when it wakes.
///
/// Times are monotonic nanoseconds, compared by difference; a deadline lies within 146 years of the
/// start. An implementation to be swapped in has a public constructor `(long tickNanos, long
/// startNanos)`. Not thread-safe.
///
/// @param <T> what is handed back when a timer fires
public interface Timers<T> {
  /// Starts a timer. A deadline that has passed fires at the next [#advance(long)].
  ///
  /// @return the timer, to be cancelled through
  Timer schedule(long deadlineNanos, T payload);

  /// Moves the time on to `nowNanos` and fires what is due: never before its deadline, at the
  /// latest once `nowNanos` is one tick past it, each timer once, in the order of the ticks. A time
  /// before an earlier one counts as that earlier one.
  ///
  /// @return the payloads fired; empty most of the time
  List<T> advance(long nowNanos);

  /// When [#advance(long)] has to be called next for the promise above to hold; empty when no timer
  /// runs. It may come before any timer is due (a wheel then only turns), but never later than one
  /// tick after the earliest deadline, and waking at it always leads on.
  OptionalLong nextDeadline();

  /// A running timer.
  interface Timer {
    /// Stops the timer.
    ///
    /// @return true when it was running, and now never fires; false when it has fired or was
    ///   cancelled before
    boolean cancel();
  }
}
