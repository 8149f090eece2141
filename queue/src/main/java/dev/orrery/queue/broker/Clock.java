package dev.orrery.queue.broker;

import dev.orrery.primitives.ports.Time;
import java.util.concurrent.TimeUnit;

/// Milliseconds since 1970 that never jump: the wall clock as it stood at the start, moved on by
/// the monotonic clock. A wall clock put forward would end every lease at once.
final class Clock {
  private final Time time;
  private final long wallMillis;
  private final long startNanos;

  Clock(Time time) {
    this.time = time;
    this.wallMillis = time.wallMillis();
    this.startNanos = time.monotonicNanos();
  }

  long now() {
    return wallMillis + TimeUnit.NANOSECONDS.toMillis(time.monotonicNanos() - startNanos);
  }
}
