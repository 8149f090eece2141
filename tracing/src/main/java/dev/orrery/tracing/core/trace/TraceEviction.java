package dev.orrery.tracing.core.trace;

/// Chooses which trace goes when the store is full. Swap point `tracing.eviction`.
///
/// A trace becomes resident with its first [#grew] and stays so until it is a [#victim] or
/// [#removed]. An implementation keeps: a victim is resident; every resident trace is a victim at
/// last if only victims are asked for; a trace that was taken out may come again as a new one.
///
/// Not thread-safe: the store calls under its lock.
public interface TraceEviction {
  /// A span of the trace was kept; the first one makes the trace resident.
  ///
  /// @param error whether this span failed
  void grew(TraceId trace, boolean error);

  /// The trace left for another reason (it grew too old); ignored when it is not resident.
  void removed(TraceId trace);

  /// Chooses a resident trace, which from now on is not resident.
  ///
  /// @throws java.util.NoSuchElementException when none is resident
  TraceId victim();
}
