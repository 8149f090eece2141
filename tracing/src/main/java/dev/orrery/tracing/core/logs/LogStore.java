package dev.orrery.tracing.core.logs;

import dev.orrery.tracing.core.trace.StringPool;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The log records that are kept, in order of arrival, under two bounds: bytes of heap and age. The
/// oldest go first. A search reads all of them: at the sizes kept here (some tens of thousands)
/// that takes milliseconds, and an index would cost more memory than it saves time.
///
/// Thread-safe: everything is guarded by `lock`; a search copies references under it and reads
/// outside.
public final class LogStore {
  private record Kept(LogEntry entry, long arrivedNanos, long bytes) {}

  /// The wrapper above and its place in the queue.
  private static final int KEPT_BYTES = 40;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Kept> entries = new ArrayDeque<>();
  private final StringPool pool;
  private final long capacityBytes;
  private final long retentionNanos;
  private long bytes;
  private long dropped;

  /// @param capacityBytes of heap, by the entries' own reckoning
  /// @param retentionNanos an entry leaves this long after it came
  public LogStore(long capacityBytes, long retentionNanos, StringPool pool) {
    this.capacityBytes = capacityBytes;
    this.retentionNanos = retentionNanos;
    this.pool = pool;
  }

  /// @param now monotonic nanoseconds
  public void add(LogEntry entry, long now) {
    long weight = entry.weightBytes(pool) + KEPT_BYTES;
    lock.lock();
    try {
      while (!entries.isEmpty() && now - entries.getFirst().arrivedNanos() >= retentionNanos) {
        bytes -= entries.removeFirst().bytes();
      }
      entries.addLast(new Kept(entry, now, weight));
      bytes += weight;
      while (bytes > capacityBytes) {
        bytes -= entries.removeFirst().bytes();
        dropped++;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Newest first by the time they were written; of equal times, the later arrival first.
  public List<LogEntry> find(LogQuery query) {
    List<Kept> snapshot;
    lock.lock();
    try {
      snapshot = List.copyOf(entries);
    } finally {
      lock.unlock();
    }
    return snapshot.reversed().stream()
        .map(Kept::entry)
        .filter(query::accepts)
        .sorted(Comparator.comparingLong(LogEntry::timeNanos).reversed())
        .limit(query.limit())
        .toList();
  }

  /// @return heap bytes charged now, never above the capacity
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /// @return entries thrown away since the start because the capacity was reached
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
