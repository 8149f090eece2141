package dev.orrery.primitives.ports;

/// The two clocks. Intervals are measured on the monotonic one only; the wall clock may jump either
/// way and serves for what people read and what is stored.
public interface Time {
  /// Nanoseconds from an arbitrary origin, never going backwards. Compare by difference.
  long monotonicNanos();

  /// Milliseconds since 1970-01-01T00:00Z.
  long wallMillis();
}
