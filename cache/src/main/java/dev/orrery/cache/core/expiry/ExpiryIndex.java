package dev.orrery.cache.core.expiry;

import dev.orrery.primitives.timerwheel.TimerWheel;
import dev.orrery.primitives.timerwheel.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/// Which keys have to go, and when: the active half of expiry. The lazy half is one comparison on
/// every lookup; it alone decides what a reader sees, so the wheel may be a tick late and only
/// decides when the bytes come back.
///
/// Not thread-safe; guarded by the keyspace's lock.
///
/// @param <T> what expires
public final class ExpiryIndex<T> {
  /// How late the bytes of an expired key may come back.
  public static final Duration TICK = Duration.ofMillis(10);

  private final Timers<T> timers;

  /// Fired, not yet collected: a thousand keys may fall due in one tick, and the owner takes them
  /// in batches so as not to hold its lock.
  private final Queue<T> due = new ArrayDeque<>();

  public ExpiryIndex(long nowNanos) {
    timers = new TimerWheel<>(TICK.toNanos(), nowNanos);
  }

  /// Starts the time to live of something.
  public Timers.Timer schedule(long deadlineNanos, T what) {
    return timers.schedule(deadlineNanos, what);
  }

  /// Turns the wheel to `nowNanos`.
  public void advance(long nowNanos) {
    due.addAll(timers.advance(nowNanos));
  }

  /// The next of those whose time was over at the last [#advance(long)].
  public Optional<T> poll() {
    return Optional.ofNullable(due.poll());
  }

  /// When to call [#advance(long)] next, in monotonic nanoseconds; empty when nothing waits.
  public OptionalLong nextDeadline() {
    return timers.nextDeadline();
  }
}
