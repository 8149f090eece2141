package dev.orrery.primitives.health;

/// Makes a steady opinion of a target out of single probes.
///
/// An implementation to be swapped in has a public constructor `(int rise, int fall, boolean
/// healthyAtStart)`. Not thread-safe.
public interface HealthTracker {
  /// Takes in the result of a probe.
  ///
  /// @return whether the target counts as healthy now
  boolean record(boolean passed);

  /// Whether the target counts as healthy.
  boolean healthy();
}
