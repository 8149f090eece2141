package dev.orrery.tracing.lab;

import dev.orrery.tracing.core.metrics.LatencySketch;
import java.util.ArrayList;
import java.util.List;

/// The wrong twins of the latency sketch. Each keeps all it is given, so that nothing but its own
/// mistake can be found.
final class WrongSketches {
  private static final double ERROR = 0.01;
  private static final long MILLI = 1_000_000;
  private static final long TEN_SECONDS = 10_000 * MILLI;

  private WrongSketches() {}

  /// The exact answer, to be spoilt.
  private abstract static class Exact implements LatencySketch {
    final List<Long> durations = new ArrayList<>();

    @Override
    public void record(long nanos, long times) {
      for (long i = 0; i < times; i++) {
        durations.add(nanos);
      }
    }

    @Override
    public void merge(LatencySketch other) {
      durations.addAll(((Exact) other).durations);
    }

    @Override
    public long quantile(double q) {
      List<Long> sorted = durations.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(Math.max(1, (int) Math.ceil(q * sorted.size())) - 1);
    }

    @Override
    public long count() {
      return durations.size();
    }

    @Override
    public double relativeError() {
      return ERROR;
    }
  }

  static final class DropsOutliers extends Exact {
    @Override
    public void record(long nanos, long times) {
      if (nanos <= TEN_SECONDS) {
        super.record(nanos, times);
      }
    }
  }

  static final class AveragesOnMerge extends Exact {
    private final List<LatencySketch> merged = new ArrayList<>();

    @Override
    public void merge(LatencySketch other) {
      merged.add(other);
    }

    @Override
    public long quantile(double q) {
      long sum = super.quantile(q);
      for (LatencySketch other : merged) {
        sum += other.quantile(q);
      }
      return sum / (1 + merged.size());
    }

    @Override
    public long count() {
      return super.count() + merged.stream().mapToLong(LatencySketch::count).sum();
    }
  }

  static final class LinearBuckets extends Exact {
    @Override
    public void record(long nanos, long times) {
      super.record(nanos / MILLI * MILLI + MILLI / 2, times);
    }
  }

  static final class KeepsTheFirst extends Exact {
    private static final int SAMPLE = 16;
    private long count;

    @Override
    public void record(long nanos, long times) {
      count += times;
      super.record(nanos, Math.min(times, SAMPLE - durations.size()));
    }

    @Override
    public void merge(LatencySketch other) {
      count += other.count();
      super.merge(other);
    }

    @Override
    public long count() {
      return count;
    }
  }

  static final class CountsOnce extends Exact {
    @Override
    public void record(long nanos, long times) {
      if (times == 1 || !durations.contains(nanos)) {
        super.record(nanos, 1);
      }
    }
  }
}
