package dev.orrery.objectstore.core.objects;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// Who still reads what may be garbage already.
///
/// ```
///   lease 7 ─ reads the row of object a ─────── reads its chunks ───────┐ ends
///                 a deleted: its chunks become garbage                  │
///                     collector sees them at tick 9: not yet,  7 ≤ 9    │
///                         lease 10 ─ cannot find a any more ────────────┼──
///                                         collector: 10 > 9, they go ───┘
/// ```
///
/// A lease is taken before the row is read. So whoever was given a lease after a chunk was seen to
/// be garbage can have no row that names it. A reader that does not end holds up all collection,
/// but no more than that. Thread-safe.
final class ReadLeases {
  private final ReentrantLock lock = new ReentrantLock();
  // Both guarded by the lock.
  private final NavigableSet<Long> active = new TreeSet<>();
  private long tick;

  /// Begins a read.
  long begin() {
    lock.lock();
    try {
      active.add(++tick);
      return tick;
    } finally {
      lock.unlock();
    }
  }

  void end(long lease) {
    lock.lock();
    try {
      active.remove(lease);
    } finally {
      lock.unlock();
    }
  }

  /// The present tick: no lease up to now is above it.
  long now() {
    lock.lock();
    try {
      return tick;
    } finally {
      lock.unlock();
    }
  }

  /// Whether every lease up to this tick has ended.
  boolean allEndedUpTo(long earlier) {
    lock.lock();
    try {
      return active.isEmpty() || active.first() > earlier;
    } finally {
      lock.unlock();
    }
  }
}
