package dev.orrery.tracing.core.metrics;

import java.util.Arrays;

/// Counts by bucket index, in an array that covers only the indexes seen: latencies of one service
/// lie close together, so a few hundred of the thousands of possible buckets are in use.
final class BucketCounts {
  private static final int HEADROOM = 16;

  private long[] counts = new long[0];
  private int first;
  private long total;

  void add(int index, long times) {
    if (counts.length == 0) {
      first = Math.max(0, index - HEADROOM);
      counts = new long[2 * HEADROOM];
    }
    if (index < first) {
      int newFirst = Math.max(0, index - HEADROOM);
      long[] wider = new long[counts.length + first - newFirst];
      System.arraycopy(counts, 0, wider, first - newFirst, counts.length);
      counts = wider;
      first = newFirst;
    } else if (index >= first + counts.length) {
      counts = Arrays.copyOf(counts, index - first + HEADROOM);
    }
    counts[index - first] += times;
    total += times;
  }

  void addAll(BucketCounts other) {
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] != 0) {
        add(other.first + i, other.counts[i]);
      }
    }
  }

  long total() {
    return total;
  }

  /// The bucket that holds the value of nearest rank `ceil(q × total)`, at least the first.
  int indexOfQuantile(double q) {
    long rank = Math.max(1, (long) Math.ceil(q * total));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return first + i;
      }
    }
    throw new IllegalStateException("no quantile of nothing");
  }
}
