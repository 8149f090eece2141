package dev.orrery.objectstore.core.objects;

import java.util.concurrent.atomic.AtomicInteger;

/// Numbers that were never given before: the number of this start in the upper half, a count in the
/// lower. So whatever a crash left behind has a number below [#first()], and what is under way now
/// has not. Thread-safe.
final class ChunkNumbers {
  private final long epoch;
  private final AtomicInteger count = new AtomicInteger();

  /// @param epoch the number of this start
  ChunkNumbers(int epoch) {
    this.epoch = epoch;
  }

  /// The lowest number of this start.
  long first() {
    return epoch << Integer.SIZE;
  }

  /// @throws IllegalStateException after four billion in one start
  long next() {
    int next = count.incrementAndGet();
    if (next == 0) {
      throw new IllegalStateException("no numbers are left; a restart gives new ones");
    }
    return first() | (next & 0xffffffffL);
  }
}
