package dev.orrery.tracing.core.metrics;

/// Remembers durations well enough to answer for their quantiles, in memory that does not grow with
/// their number. Swap point `tracing.quantiles`.
///
/// An implementation keeps:
/// - [#quantile] differs from the exact one by at most [#relativeError] of it (and one nanosecond);
/// - [#merge] leaves what recording both streams into one sketch would have left: percentiles of
///   parts cannot be averaged, counts can be added;
/// - every duration counts, the rare and the huge too.
///
/// Not thread-safe.
public interface LatencySketch {
  /// The longest duration told apart, about 73 minutes; longer ones count as this long.
  long MAXIMUM_NANOS = 1L << 42;

  /// @param nanos a duration; below 1 counts as 1, above [#MAXIMUM_NANOS] as that
  /// @param times how often it was seen, at least 1
  void record(long nanos, long times);

  /// Adds what another sketch of the same kind and error has recorded; that one stays as it is.
  void merge(LatencySketch other);

  /// The smallest duration that at least the fraction `q` of all do not exceed (nearest rank), in
  /// nanoseconds; 0 when nothing was recorded.
  ///
  /// @param q 0 to 1
  long quantile(double q);

  long count();

  /// The greatest relative error of [#quantile], at most 0.02.
  double relativeError();
}
