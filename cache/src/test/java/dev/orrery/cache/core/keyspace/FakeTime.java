package dev.orrery.cache.core.keyspace;

import dev.orrery.primitives.ports.Time;
import java.time.Duration;

/// A clock that stands until told to move.
final class FakeTime implements Time {
  private long nanos = 1_000_000;

  void advance(Duration by) {
    nanos += by.toNanos();
  }

  @Override
  public long monotonicNanos() {
    return nanos;
  }

  @Override
  public long wallMillis() {
    return nanos / 1_000_000;
  }
}
