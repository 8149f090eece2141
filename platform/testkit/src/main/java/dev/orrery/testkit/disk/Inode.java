package dev.orrery.testkit.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The bytes of one file, whatever its name: a stable prefix that no crash touches, and above it
/// what was appended since. Guarded by the lock of its [CrashDisk].
///
/// ```
///   0            stable                       size
///   ├──── forced ───┼── append ─┼─── append ────┤      bytes
///                   ├──── cutAway ────┤                forced once, then truncated without a force:
///                                                      a crash may bring them back
/// ```
final class Inode {
  static final int SECTOR = 512;
  static final int MAXIMUM_SIZE = 1 << 30;
  private static final int INITIAL_CAPACITY = 256;

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private int size;
  private int stable;
  private byte[] cutAway = {};
  private int[] unforcedStarts = new int[8];
  private int unforcedCount;
  private boolean forceFailed;

  int size() {
    return size;
  }

  int stableSize() {
    return stable;
  }

  void append(ByteBuffer source, int length) {
    if (length > MAXIMUM_SIZE - size) {
      throw new IllegalStateException("a simulated file holds at most " + MAXIMUM_SIZE + " bytes");
    }
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
    }
    if (unforcedCount == unforcedStarts.length) {
      unforcedStarts = Arrays.copyOf(unforcedStarts, unforcedCount * 2);
    }
    unforcedStarts[unforcedCount++] = size;
    source.get(bytes, size, length);
    size += length;
  }

  int read(long position, ByteBuffer into) {
    if (position >= size) {
      return -1;
    }
    int length = Math.min(into.remaining(), size - (int) position);
    into.put(bytes, (int) position, length);
    return length;
  }

  void force() {
    if (forceFailed) {
      return; // the pages were marked clean when the earlier force failed: nothing is written now
    }
    stable = size;
    cutAway = new byte[0];
    unforcedCount = 0;
  }

  void failForce() {
    forceFailed = true;
  }

  void truncate(int newSize) {
    if (newSize < stable) {
      byte[] cut = Arrays.copyOfRange(bytes, newSize, stable + cutAway.length);
      System.arraycopy(cutAway, 0, cut, stable - newSize, cutAway.length);
      cutAway = cut;
      stable = newSize;
    }
    size = newSize;
    while (unforcedCount > 0 && unforcedStarts[unforcedCount - 1] >= newSize) {
      unforcedCount--;
    }
    forceFailed &= size > stable;
  }

  void flipBit(int position, int bit) {
    bytes[position] ^= (byte) (1 << bit);
  }

  byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  /// Decides what the power cut left of this file; all of it is stable afterwards.
  void crash(RandomGenerator random) {
    if (size > stable || cutAway.length > 0) {
      switch (random.nextInt(5)) {
        case 0 -> {} // everything had reached the platter by itself
        case 1 -> loseUnforced(random);
        case 2 -> tearSectors(survivingSize(random), random);
        default -> tearAppends(survivingSize(random), random);
      }
    }
    forceFailed = false;
    force();
  }

  private void loseUnforced(RandomGenerator random) {
    size = stable;
    if (cutAway.length > 0 && random.nextBoolean()) {
      size = stable + cutAway.length; // the truncation never happened
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, size));
      System.arraycopy(cutAway, 0, bytes, stable, cutAway.length);
    }
  }

  private int survivingSize(RandomGenerator random) {
    return random.nextBoolean() ? size : stable + random.nextInt(size - stable + 1);
  }

  private void tearAppends(int surviving, RandomGenerator random) {
    int end = size;
    for (int i = unforcedCount - 1; i >= 0; i--) {
      int start = unforcedStarts[i];
      switch (random.nextInt(4)) {
        case 0 -> lose(start, end, random);
        case 1 -> lose(start + random.nextInt(end - start + 1), end, random);
        default -> {}
      }
      end = start;
    }
    size = surviving;
  }

  private void tearSectors(int surviving, RandomGenerator random) {
    int start = stable;
    while (start < size) {
      int end = Math.min(size, (start / SECTOR + 1) * SECTOR);
      if (random.nextBoolean()) {
        lose(start, end, random);
      }
      start = end;
    }
    size = surviving;
  }

  /// The platter still holds in this range what it held before: zeros, another file's old bytes, or
  /// this file's bytes from before a truncation.
  private void lose(int start, int end, RandomGenerator random) {
    int kind = random.nextInt(3);
    for (int i = start; i < end; i++) {
      int old = i - stable;
      bytes[i] =
          switch (kind) {
            case 0 -> 0;
            case 1 -> (byte) random.nextInt();
            default -> old < cutAway.length ? cutAway[old] : 0;
          };
    }
  }
}
