package dev.orrery.tracing.core.metrics;

/// Each doubling (octave) is cut into 64 equal buckets, found by shifting bits: no logarithm is
/// computed. This is how HdrHistogram (Gil Tene) counts. A bucket of the octave [2^k, 2^(k+1)) is
/// 2^k / 64 wide; its middle is off by at most half of that, 1/128 of the value.
public final class OctaveBuckets implements LatencySketch {
  private static final int BITS = 6;
  private static final int PER_OCTAVE = 1 << BITS;

  private final BucketCounts buckets = new BucketCounts();

  @Override
  public void record(long nanos, long times) {
    long clamped = Math.clamp(nanos, 1, MAXIMUM_NANOS);
    buckets.add(indexOf(clamped), times);
  }

  /// Below 64 the value itself; above, the octave and the six bits that follow the leading one.
  private static int indexOf(long nanos) {
    if (nanos < PER_OCTAVE) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - BITS;
    return (shift << BITS) + (int) (nanos >>> shift);
  }

  private static long middleOf(int index) {
    if (index < PER_OCTAVE) {
      return index;
    }
    int shift = (index >>> BITS) - 1;
    long lowest = (long) (index - (shift << BITS)) << shift;
    return lowest + (1L << shift) / 2;
  }

  @Override
  public void merge(LatencySketch other) {
    buckets.addAll(((OctaveBuckets) other).buckets);
  }

  @Override
  public long quantile(double q) {
    return buckets.total() == 0 ? 0 : middleOf(buckets.indexOfQuantile(q));
  }

  @Override
  public long count() {
    return buckets.total();
  }

  @Override
  public double relativeError() {
    return 1.0 / (2 * PER_OCTAVE);
  }
}
