package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.dictionary.Dictionary;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import dev.orrery.primitives.timerwheel.Timers;
import org.jspecify.annotations.Nullable;

/// One key with its value and its deadline. Guarded by the lock of its [Databases].
public final class Entry extends Dictionary.Node {
  /// What [#deadlineMillis()] is of a key without a time to live.
  public static final long NEVER = Long.MAX_VALUE;

  /// This object and its share of a hash table that is between half and wholly full.
  private static final int FIXED_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 6 * MemoryLayout.REFERENCE + 4 + 8) + 6;

  /// A timer in the wheel, and the deadline beside it.
  private static final int TIMER_BYTES = 40 + 24;

  /// What the eviction policy keeps for a key: its name, a map entry, and a node of 32 bytes (as
  /// measured of the built-in LRU; another policy differs by a few bytes).
  private static final int RESIDENT_BYTES = 24 + MemoryLayout.HASH_MAP_ENTRY + 32;

  /// A time to live that runs.
  private record Deadline(long wallMillis, Timers.Timer timer) {}

  final Database database;
  private Value value;
  private @Nullable Deadline deadline;

  /// The name under which the policy knows it; null when there is no policy.
  @Nullable Resident resident;

  /// Wall seconds of the last access, as far as an `int` goes.
  private int accessedSeconds;

  public int accessedSeconds() {
    return accessedSeconds;
  }

  /// Says when it was accessed last, as when it comes from elsewhere.
  public void accessed(int wallSeconds) {
    accessedSeconds = wallSeconds;
  }

  /// What was accounted to it last.
  long weight;

  Entry(Database database, Bytes key, Value value) {
    super(key);
    this.database = database;
    this.value = value;
  }

  public Value value() {
    return value;
  }

  void setValue(Value replacement) {
    value = replacement;
  }

  /// Milliseconds since 1970 at which the key is gone, or [#NEVER].
  public long deadlineMillis() {
    return deadline == null ? NEVER : deadline.wallMillis;
  }

  public boolean isTimed() {
    return deadline != null;
  }

  boolean expiredAt(long wallMillis) {
    return deadline != null && wallMillis >= deadline.wallMillis;
  }

  void startTimer(long wallMillis, Timers.Timer timer) {
    deadline = new Deadline(wallMillis, timer);
  }

  void stopTimer() {
    if (deadline != null) {
      deadline.timer.cancel();
      deadline = null;
    }
  }

  /// Bytes accounted to this key now.
  public long measure() {
    return weightOf(key(), value.retainedBytes(), deadline != null, resident != null);
  }

  static long weightOf(Bytes key, long valueBytes, boolean timed, boolean policed) {
    return FIXED_BYTES
        + MemoryLayout.bytes(key)
        + valueBytes
        + (timed ? TIMER_BYTES : 0)
        + (policed ? RESIDENT_BYTES : 0);
  }
}
