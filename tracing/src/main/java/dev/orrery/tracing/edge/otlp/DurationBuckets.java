package dev.orrery.tracing.edge.otlp;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;

/// The buckets of a histogram of durations as durations that stand for them.
///
/// Bucket i of an exponential histogram of scale s covers (b^i, b^(i+1)] with b = 2^(2^-s); the
/// point of least relative error in it is 2 b^(i+1) / (b + 1), wrong by at most (b − 1) / (b + 1):
/// 4.3 % at scale 3, which is what 160 buckets give over six decades. A bucket of explicit bounds
/// is stood for by its middle. Either is kept within the point's minimum and maximum where it tells
/// them.
final class DurationBuckets {
  /// Receives what stands for a bucket, and how many fell into it.
  @FunctionalInterface
  interface Sink {
    void accept(long nanos, long times);
  }

  private static final int MAXIMUM_SCALE = 20;
  private static final int MINIMUM_SCALE = -10;

  private DurationBuckets() {}

  /// Nanoseconds of one of `unit` (UCUM); seconds when it is not known.
  static double nanosPer(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1e3;
      case "ms" -> 1e6;
      default -> 1e9;
    };
  }

  /// @throws IllegalArgumentException for a scale outside −10 to 20, as the data model limits it
  static void read(ExponentialHistogramDataPoint point, double nanosPerUnit, Sink sink) {
    if (point.getScale() > MAXIMUM_SCALE || point.getScale() < MINIMUM_SCALE) {
      throw new IllegalArgumentException("a scale is from -10 to 20, not " + point.getScale());
    }
    if (point.getZeroCount() > 0) {
      sink.accept(0, point.getZeroCount());
    }
    double base = Math.pow(2, Math.pow(2, -point.getScale()));
    double least = point.hasMin() ? point.getMin() : 0;
    double most = point.hasMax() ? point.getMax() : Double.MAX_VALUE;
    int index = point.getPositive().getOffset();
    for (long times : point.getPositive().getBucketCountsList()) {
      index++;
      if (times > 0) {
        double middle = 2 * Math.pow(base, index) / (base + 1);
        sink.accept(nanos(between(middle, least, most), nanosPerUnit), times);
      }
    }
  }

  /// @throws IllegalArgumentException when there is not one bucket more than there are bounds
  static void read(HistogramDataPoint point, double nanosPerUnit, Sink sink) {
    int buckets = point.getBucketCountsCount();
    if (buckets != 0 && buckets != point.getExplicitBoundsCount() + 1) {
      throw new IllegalArgumentException(
          buckets + " buckets do not go with " + point.getExplicitBoundsCount() + " bounds");
    }
    double least = point.hasMin() ? point.getMin() : 0;
    double most = point.hasMax() ? point.getMax() : Double.MAX_VALUE;
    for (int i = 0; i < buckets; i++) {
      long times = point.getBucketCounts(i);
      if (times > 0) {
        double lower = i == 0 ? 0 : point.getExplicitBounds(i - 1);
        double upper =
            i < buckets - 1 ? point.getExplicitBounds(i) : Math.max(lower, point.getMax());
        double middle = (between(lower, least, most) + between(upper, least, most)) / 2;
        sink.accept(nanos(middle, nanosPerUnit), times);
      }
    }
  }

  private static double between(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }

  private static long nanos(double value, double nanosPerUnit) {
    return Math.round(value * nanosPerUnit);
  }
}
