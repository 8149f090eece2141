package dev.orrery.testkit.simulation;

import dev.orrery.primitives.ports.Time;
import java.time.Duration;
import java.util.function.LongSupplier;

/// One node's clocks as a function of virtual time: both run at `1 + drift`, the wall clock is off
/// by the skew.
///
/// @param virtual nanoseconds since the simulation began
record NodeClock(LongSupplier virtual, int driftPartsPerMillion, long skewMillis) implements Time {
  /// 2025-01-01T00:00Z, when every simulation begins.
  static final long WALL_ORIGIN_MILLIS = 1_735_689_600_000L;

  private static final long MILLION = 1_000_000;

  @Override
  public long monotonicNanos() {
    return localAt(virtual.getAsLong());
  }

  @Override
  public long wallMillis() {
    return WALL_ORIGIN_MILLIS + skewMillis + Duration.ofNanos(monotonicNanos()).toMillis();
  }

  long localAt(long virtualNanos) {
    return virtualNanos
        + virtualNanos / MILLION * driftPartsPerMillion
        + virtualNanos % MILLION * driftPartsPerMillion / MILLION;
  }

  /// The earliest virtual time at which the monotonic clock shows at least `local`.
  long virtualAt(long local) {
    long low = 0;
    long high = Math.max(local, 0) + Math.max(local, 0) / 4 + MILLION;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (localAt(middle) >= local) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
