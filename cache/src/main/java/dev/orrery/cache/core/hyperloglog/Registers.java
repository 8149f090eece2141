package dev.orrery.cache.core.hyperloglog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The registers, one byte each. An element's hash chooses one with its lowest bits; the register
/// keeps the longest run of zeros, plus one, that the other bits of such hashes began with.
final class Registers {
  static final int INDEX_BITS = 14;
  static final int COUNT = 1 << INDEX_BITS;

  /// Bits of a hash that are counted; a register holds up to one more.
  static final int COUNTED_BITS = 64 - INDEX_BITS;

  /// Limit of the correction factor, 1 / (2 ln 2).
  private static final double ALPHA = 0.5 / Math.log(2);

  private static final long SEED = 0xadc83b19L;
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] values = new byte[COUNT];

  int get(int index) {
    return values[index];
  }

  /// @param value 0 to 63
  void fill(int from, int to, int value) {
    Arrays.fill(values, from, to, (byte) value);
  }

  /// @return whether a register grew
  boolean add(byte[] element) {
    long hash = hash(element);
    int index = (int) (hash & (COUNT - 1));
    long rest = hash >>> INDEX_BITS | 1L << COUNTED_BITS;
    int run = Long.numberOfTrailingZeros(rest) + 1;
    if (run <= values[index]) {
      return false;
    }
    values[index] = (byte) run;
    return true;
  }

  /// Of each pair of registers, the higher one stays.
  void merge(Registers others) {
    for (int i = 0; i < COUNT; i++) {
      values[i] = (byte) Math.max(values[i], others.values[i]);
    }
  }

  /// The estimate of how many different elements were added, by Ertl's improved estimator.
  long estimate() {
    int[] histogram = new int[64];
    for (byte value : values) {
      histogram[value]++;
    }
    double sum = COUNT * tau((COUNT - histogram[COUNTED_BITS + 1]) / (double) COUNT);
    for (int i = COUNTED_BITS; i >= 1; i--) {
      sum = 0.5 * (sum + histogram[i]);
    }
    sum += COUNT * sigma(histogram[0] / (double) COUNT);
    return Math.round(ALPHA * COUNT * COUNT / sum);
  }

  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double power = share;
    double weight = 1;
    double sum = share;
    double before;
    do {
      before = sum;
      power *= power;
      sum += power * weight;
      weight *= 2;
    } while (sum != before);
    return sum;
  }

  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double root = share;
    double weight = 1;
    double sum = 1 - share;
    double before;
    do {
      before = sum;
      root = Math.sqrt(root);
      weight *= 0.5;
      sum -= (1 - root) * (1 - root) * weight;
    } while (sum != before);
    return sum / 3;
  }

  /// MurmurHash64A by Austin Appleby, in the public domain.
  private static long hash(byte[] element) {
    long hash = SEED ^ element.length * MULTIPLIER;
    int whole = element.length & ~7;
    for (int i = 0; i < whole; i += 8) {
      long word = (long) LONGS.get(element, i) * MULTIPLIER;
      word = (word ^ word >>> 47) * MULTIPLIER;
      hash = (hash ^ word) * MULTIPLIER;
    }
    if (whole < element.length) {
      for (int i = element.length - 1; i >= whole; i--) {
        hash ^= (element[i] & 0xffL) << (8 * (i - whole));
      }
      hash *= MULTIPLIER;
    }
    hash = (hash ^ hash >>> 47) * MULTIPLIER;
    return hash ^ hash >>> 47;
  }
}
