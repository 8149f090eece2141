package dev.orrery.primitives.sketch;

import java.util.Arrays;

/// A count-min sketch of four rows of 4-bit counters that halve from time to time.
///
/// ```
///              row 0   0 2 0 0 1 0 7 0 …      each row has a hash function of its own
///   key k ──►  row 1   3 0 0 4 0 0 0 1 …      increment(k): one up in every row
///              row 2   0 0 6 0 0 0 3 0 …      estimate(k): the lowest of the four
///              row 3   0 3 0 0 0 9 0 0 …                   = min(7, 4, 6, 3) = 3
/// ```
///
/// Whoever shares a counter with `k` makes it too high, never too low; all four are too high only
/// when `k` meets others in all four rows. That is why each row needs its own hash: with one for
/// all, who meets in one row meets in all.
///
/// Sixteen counters fit into a `long`; a row has at least four counters a key, so a key costs 8
/// bytes. A counter stops at 15. After [#INCREMENTS_A_KEY] increments a key expected, all counters
/// halve by one shift and one mask a word, which is constant time an increment, amortised. Without
/// it every counter would end at 15 and all keys would look alike.
///
/// A row's width is a power of two and a counter's place is the low bits of a hash. Doubling
/// therefore copies a row behind itself: each key finds, in either half, what it had counted.
///
/// Graham Cormode and S. Muthukrishnan, "An Improved Data Stream Summary: The Count-Min Sketch and
/// its Applications", 2005; halving as in Gil Einziger, Roy Friedman and Ben Manes, "TinyLFU: A
/// Highly Efficient Cache Admission Policy", 2017.
public final class CountMinSketch<K> implements FrequencySketch<K> {
  /// Increments, for each key expected, between two halvings.
  public static final int INCREMENTS_A_KEY = 10;

  private static final int ROWS = 4;
  private static final int COUNTER_BITS = 4;
  private static final int COUNTERS_A_WORD = Long.SIZE / COUNTER_BITS;
  private static final int KEYS_A_WORD = COUNTERS_A_WORD / ROWS;
  private static final int MINIMUM_KEYS = 16;

  /// What `expect` goes up to: rows of 1 GiB each.
  private static final int MAXIMUM_KEYS = 1 << 29;

  /// All bits of every counter but the high one.
  private static final long ALL_BUT_HIGH = 0x7777_7777_7777_7777L;

  /// Odd numbers of random bits; a row's hash is the key's times its number, of which the high half
  /// is used (multiply-shift hashing, Dietzfelbinger et al. 1997).
  private static final long[] MULTIPLIERS = {
    0x9E3779B97F4A7C15L, 0xC2B2AE3D27D4EB4FL, 0xD6E8FEB86659FD93L, 0xA0761D6478BD642FL
  };

  private final long[][] rows = new long[ROWS][];
  private int expectedKeys;

  /// Increments that counters still hold.
  private long counted;

  /// @param expectedKeys at least 1
  public CountMinSketch(int expectedKeys) {
    this.expectedKeys = checked(expectedKeys);
    int words = words(expectedKeys);
    for (int row = 0; row < ROWS; row++) {
      rows[row] = new long[words];
    }
  }

  private static int checked(int keys) {
    if (keys < 1) {
      throw new IllegalArgumentException(keys + " keys are expected; at least 1 is allowed");
    }
    return Math.min(keys, MAXIMUM_KEYS);
  }

  private static int words(int keys) {
    int roundedUp = Integer.highestOneBit(Math.max(keys, MINIMUM_KEYS) * 2 - 1);
    return roundedUp / KEYS_A_WORD;
  }

  @Override
  public void increment(K key) {
    long hash = hash(key);
    boolean wentUp = false;
    for (int row = 0; row < ROWS; row++) {
      wentUp |= incrementAt(rows[row], place(hash, row));
    }
    if (wentUp && ++counted >= (long) INCREMENTS_A_KEY * expectedKeys) {
      halve();
    }
  }

  /// The low 4 bits of a place say which counter of the word, the others which word.
  private static boolean incrementAt(long[] row, int place) {
    int word = (place / COUNTERS_A_WORD) & (row.length - 1);
    int shift = place % COUNTERS_A_WORD * COUNTER_BITS;
    if (((row[word] >>> shift) & MAXIMUM_ESTIMATE) == MAXIMUM_ESTIMATE) {
      return false;
    }
    row[word] += 1L << shift;
    return true;
  }

  @Override
  public int estimate(K key) {
    long hash = hash(key);
    long lowest = MAXIMUM_ESTIMATE;
    for (int row = 0; row < ROWS; row++) {
      int place = place(hash, row);
      int word = (place / COUNTERS_A_WORD) & (rows[row].length - 1);
      int shift = place % COUNTERS_A_WORD * COUNTER_BITS;
      lowest = Math.min(lowest, (rows[row][word] >>> shift) & MAXIMUM_ESTIMATE);
    }
    return (int) lowest;
  }

  /// Not negative.
  private static int place(long hash, int row) {
    return (int) ((hash * MULTIPLIERS[row]) >>> 33);
  }

  /// Spreads the 32 bits of a hash code, which often differ only in a few.
  private long hash(K key) {
    long spread = key.hashCode() * MULTIPLIERS[0];
    return spread ^ (spread >>> 32);
  }

  private void halve() {
    for (long[] row : rows) {
      for (int word = 0; word < row.length; word++) {
        row[word] = (row[word] >>> 1) & ALL_BUT_HIGH;
      }
    }
    counted /= 2;
  }

  @Override
  public void expect(int keys) {
    expectedKeys = Math.max(expectedKeys, checked(keys));
    int words = words(expectedKeys);
    for (int row = 0; row < ROWS; row++) {
      while (rows[row].length < words) {
        int before = rows[row].length;
        rows[row] = Arrays.copyOf(rows[row], 2 * before);
        System.arraycopy(rows[row], 0, rows[row], before, before);
      }
    }
  }
}
