package dev.orrery.log.core.segment;

import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.primitives.ports.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// An append-only sequence of record batches with dense offsets that survives a crash. One thread
/// at a time appends, forces and retains; reads may run beside it.
///
/// An [IOException] from any writing method means that the state on disk is unknown: the caller
/// stops and recovers by opening anew, it never retries.
public interface SegmentedLog extends Closeable {
  /// How a log is opened, which is also how it recovers: what was forced is there, what follows is
  /// a prefix of what was appended.
  @FunctionalInterface
  interface Opener {
    /// @param directory relative to the disk's root, created when missing
    SegmentedLog open(Disk disk, String directory, SegmentOptions options) throws IOException;
  }

  /// Appends one batch whose base offset is [#nextOffset()]. Not durable before [#force()].
  ///
  /// @throws IllegalArgumentException when the base offset is another
  void append(RecordBatch batch) throws IOException;

  /// Makes all that was appended survive a crash.
  void force() throws IOException;

  /// Whole batches in order, the first being the one that holds `offset` (so it may begin before
  /// it), the last ending below `endOffset`; at least one when there is one, then as many as fit
  /// `maximumBytes` together. Empty when `offset` is `endOffset` or more.
  ///
  /// @param offset [#startOffset()] or more
  /// @param endOffset [#forcedOffset()] or less
  /// @throws DamagedLogException when `offset` itself is in a damaged batch
  List<RecordBatch> read(long offset, long endOffset, int maximumBytes) throws IOException;

  /// The first offset below `endOffset` of a record whose timestamp is at least `timestampMillis`.
  OptionalLong offsetForTimestamp(long timestampMillis, long endOffset) throws IOException;

  /// Deletes the oldest segments, never the active one: those whose records are all older than
  /// `oldestTimestampMillis`, and those before the newest `maximumBytes`.
  void retain(long oldestTimestampMillis, long maximumBytes) throws IOException;

  /// Seals the active segment, unless it is empty.
  void roll() throws IOException;

  /// Deletes the segments that lie wholly below `offset`, never the active one.
  void deleteBefore(long offset) throws IOException;

  /// The oldest offset still kept.
  long startOffset();

  /// The offset that the next batch gets.
  long nextOffset();

  /// All below this survives a crash.
  long forcedOffset();

  long sizeInBytes();

  /// What recovery and reads have found damaged, at most the first 1,000.
  List<Damage> damages();
}
