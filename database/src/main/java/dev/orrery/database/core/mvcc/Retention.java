package dev.orrery.database.core.mvcc;

import dev.orrery.database.core.DatabaseException;
import java.util.ArrayDeque;
import java.util.TreeMap;

/// Which versions are kept readable: those that were the newest at some time within the retention,
/// and those that a snapshot pins.
///
/// The first is known by samples, at most [#SAMPLES] of them a retention, so a version is kept up
/// to one 64th longer than asked. Pins are not stored: a snapshot is a version and a time to live,
/// and a restart keeps everything it finds for the longest time a snapshot can have.
///
/// Thread-safe: `this` guards all state, so that a version is either pinned or found too old.
public final class Retention {
  /// Samples taken within one retention.
  public static final int SAMPLES = 64;

  private record Sample(long nanos, long version) {}

  private final long retentionNanos;
  private final int maximumPins;

  /// When each of the versions was the newest, ascending; the first may be older than the
  /// retention, as the one that was still newest when the retention began.
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /// Pinned versions and when the last pin of each ends, in monotonic nanoseconds.
  private final TreeMap<Long, Long> pins = new TreeMap<>();

  private volatile long oldest;

  /// @param oldest readable version found at the start
  /// @param heldNanos how long it is kept: the longest time to live of a snapshot taken before
  /// @param maximumPins distinct versions pinned at once
  public Retention(long retentionNanos, long oldest, long now, long heldNanos, int maximumPins) {
    this.retentionNanos = retentionNanos;
    this.maximumPins = maximumPins + 1; // the hold of the start is not the callers'
    this.oldest = oldest;
    samples.add(new Sample(now, oldest));
    pins.put(oldest, now + heldNanos);
  }

  /// The oldest readable version; only grows.
  public long oldest() {
    return oldest;
  }

  /// Tells which version is the newest at `now`, the monotonic time in nanoseconds.
  public synchronized void observe(long now, long newest) {
    Sample last = samples.getLast();
    if (last.version() < newest && now - last.nanos() >= retentionNanos / SAMPLES) {
      samples.add(new Sample(now, newest));
    }
  }

  /// Keeps `version` readable until `now + nanos`.
  public synchronized void pin(long version, long now, long nanos) {
    dropEndedPins(now);
    if (!pins.containsKey(version) && pins.size() >= maximumPins) {
      throw new DatabaseException.TooManySnapshots(maximumPins - 1);
    }
    pins.merge(version, now + nanos, (a, b) -> a - b > 0 ? a : b);
  }

  /// Lets go of what need not be kept any more and gives the oldest readable version.
  public synchronized long advance(long now) {
    while (samples.size() > 1 && now - second().nanos() >= retentionNanos) {
      samples.removeFirst();
    }
    dropEndedPins(now);
    long candidate = samples.getFirst().version();
    if (!pins.isEmpty()) {
      candidate = Math.min(candidate, pins.firstKey());
    }
    oldest = Math.max(oldest, candidate);
    return oldest;
  }

  private void dropEndedPins(long now) {
    pins.values().removeIf(end -> end - now <= 0);
  }

  private Sample second() {
    var iterator = samples.iterator();
    iterator.next();
    return iterator.next();
  }
}
