package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import dev.orrery.primitives.timerwheel.Timers;
import org.jspecify.annotations.Nullable;

/// One key with its value and its deadline. Guarded by the keyspace's lock.
final class Entry {
  /// Keyspace map entry, this object, and what the eviction policy keeps for a key: its own map
  /// entry and a node of 32 bytes (as measured of the built-in LRU; another policy differs by a few
  /// bytes).
  private static final int FIXED_BYTES =
      2 * MemoryLayout.HASH_MAP_ENTRY
          + MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 3 * MemoryLayout.REFERENCE + 16)
          + 32;

  /// A timer in the wheel.
  private static final int TIMER_BYTES = 40;

  final Bytes key;
  Value value;

  /// The running timer; null when the key has no time to live.
  Timers.@Nullable Timer timer;

  /// Monotonic nanoseconds; meaningful only with a timer.
  long deadlineNanos;

  /// What the eviction policy was last told.
  long weight;

  Entry(Bytes key, Value value) {
    this.key = key;
    this.value = value;
  }

  boolean expiredAt(long nowNanos) {
    return timer != null && nowNanos - deadlineNanos >= 0;
  }

  long measure() {
    return weightOf(key, value.retainedBytes(), timer != null);
  }

  /// Bytes accounted to a key with a value of this size.
  static long weightOf(Bytes key, long valueBytes, boolean timed) {
    return FIXED_BYTES + MemoryLayout.bytes(key) + valueBytes + (timed ? TIMER_BYTES : 0);
  }
}
