package dev.orrery.tracing.core.metrics;

/// Buckets whose bounds grow by a constant factor γ = (1 + ε) / (1 − ε), as in DDSketch (Masson,
/// Rim, Lee: "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees",
/// VLDB 2019). Bucket i holds the durations in (γ^(i−1), γ^i]; answering with 2 γ^i / (γ + 1), the
/// point between the two that is relatively as far from either, is wrong by at most ε.
///
/// ```
///   1 ns                     1 ms                         1 s
///   |||||||||||||||||||||||||||||||||||||||||||||||||||||||||    on a logarithmic scale all alike
///    each bucket's upper bound is 1.0202 times its lower one, for ε = 1 %
/// ```
///
/// With ε = 1 %, the whole range up to [LatencySketch#MAXIMUM_NANOS] has 1,456 buckets.
public final class LogarithmicBuckets implements LatencySketch {
  private static final double ERROR = 0.01;
  private static final double GAMMA = (1 + ERROR) / (1 - ERROR);
  private static final double LOG_GAMMA = Math.log(GAMMA);

  private final BucketCounts buckets = new BucketCounts();

  @Override
  public void record(long nanos, long times) {
    long clamped = Math.clamp(nanos, 1, MAXIMUM_NANOS);
    buckets.add((int) Math.ceil(Math.log((double) clamped) / LOG_GAMMA), times);
  }

  @Override
  public void merge(LatencySketch other) {
    buckets.addAll(((LogarithmicBuckets) other).buckets);
  }

  @Override
  public long quantile(double q) {
    return buckets.total() == 0
        ? 0
        : Math.round(2 * Math.pow(GAMMA, buckets.indexOfQuantile(q)) / (GAMMA + 1));
  }

  @Override
  public long count() {
    return buckets.total();
  }

  @Override
  public double relativeError() {
    return ERROR;
  }
}
