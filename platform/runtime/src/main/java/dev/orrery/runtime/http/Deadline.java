package dev.orrery.runtime.http;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The one time-out a connection waits under at a time. Event loop only.
///
/// Arming is two field writes in the usual case: the timer that is already set fires first, sees
/// that the deadline has moved, and sets itself again. A connection that serves a thousand requests
/// a second sets a timer a minute.
final class Deadline {

  private static final long NEVER = Long.MAX_VALUE;

  private final EventExecutor loop;
  private final Runnable action;
  private final long start = System.nanoTime();
  // Both in nanoseconds since `start`.
  private long due = NEVER;
  private long fires = NEVER;

  Deadline(EventExecutor loop, Runnable action) {
    this.loop = loop;
    this.action = action;
  }

  void arm(Duration timeout) {
    long delay = timeout.toNanos();
    due = now() + delay;
    if (due < fires) {
      schedule(delay);
    }
  }

  void disarm() {
    due = NEVER;
  }

  private long now() {
    return System.nanoTime() - start;
  }

  // The timer's future is not kept: it fires into an object that has nothing due, which does
  // nothing.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void schedule(long delay) {
    fires = now() + delay;
    loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
  }

  private void fire() {
    fires = NEVER;
    if (due == NEVER) {
      return;
    }
    long left = due - now();
    if (left > 0) {
      schedule(left);
      return;
    }
    due = NEVER;
    action.run();
  }
}
