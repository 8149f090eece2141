package dev.orrery.log.core.partition;

import dev.orrery.log.core.producer.ProducerStates;
import dev.orrery.log.core.producer.SequenceVerdict;
import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.log.core.segment.Damage;
import dev.orrery.log.core.segment.DamagedLogException;
import dev.orrery.log.core.segment.SegmentedLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A log, its producers' windows, its high watermark and those who wait for it to rise.
///
/// Threads: one writer at a time calls [#append], [#force] and [#retain]; everything else may run
/// beside it.
public final class Partition implements Closeable {
  private static final int RECOVERY_READ_BYTES = 4 << 20;

  private final TopicPartition id;
  private final SegmentedLog log;
  private final int leaderEpoch;
  private final ProducerStates producers = new ProducerStates();
  private final FetchWaiters waiters;
  private volatile long highWatermark;

  private Partition(TopicPartition id, SegmentedLog log, int leaderEpoch) {
    this.id = id;
    this.log = log;
    this.leaderEpoch = leaderEpoch;
    this.highWatermark = log.forcedOffset();
    this.waiters = new FetchWaiters(highWatermark);
  }

  /// Takes a log that has recovered, and rebuilds the producers' windows from it.
  ///
  /// @param leaderEpoch of the broker's present life, higher than in any earlier one
  public static Partition over(TopicPartition id, SegmentedLog log, int leaderEpoch)
      throws IOException {
    Partition partition = new Partition(id, log, leaderEpoch);
    long offset = log.startOffset();
    while (offset < partition.highWatermark) {
      try {
        for (RecordBatch batch : log.read(offset, partition.highWatermark, RECOVERY_READ_BYTES)) {
          partition.producers.appended(batch);
          offset = batch.nextOffset();
        }
      } catch (DamagedLogException e) {
        offset = e.damage().nextOffset();
      }
    }
    return partition;
  }

  /// Appends a batch, unless its producer's sequence says that it is there already or must not come
  /// now. Nothing is durable, or visible, before [#force()].
  public AppendResult append(ProducerStamp producer, List<LogRecord> records) throws IOException {
    return switch (producers.check(producer, records.size())) {
      case SequenceVerdict.Fresh fresh -> {
        RecordBatch batch =
            RecordBatch.encode(producer, records).assign(log.nextOffset(), leaderEpoch);
        log.append(batch);
        producers.appended(batch);
        yield new AppendResult.Appended(batch.baseOffset(), false);
      }
      case SequenceVerdict.Duplicate duplicate ->
          new AppendResult.Appended(duplicate.baseOffset(), true);
      case SequenceVerdict refused -> new AppendResult.Refused(refused);
    };
  }

  /// Makes all appended batches durable, then visible, then wakes who waits for them.
  public void force() throws IOException {
    log.force();
    highWatermark = log.forcedOffset();
    waiters.raise(highWatermark);
  }

  /// Reads records from `offset` on, all below the high watermark: at least one when there is one,
  /// then as many as fit `maximumBytes`.
  ///
  /// @throws OffsetOutOfRangeException below the log start offset or above the high watermark
  /// @throws DamagedLogException when the record at `offset` is damaged
  public Fetched fetch(long offset, int maximumBytes) throws IOException {
    long end = highWatermark;
    long start = log.startOffset();
    if (offset < start || offset > end) {
      throw new OffsetOutOfRangeException(offset, start, end);
    }
    List<LogRecord> records = new ArrayList<>();
    long next = offset;
    int bytes = 0;
    for (RecordBatch batch : log.read(offset, end, maximumBytes)) {
      for (LogRecord entry : batch.records()) {
        if (entry.offset() < offset) {
          continue;
        }
        int size = entry.sizeInBytes();
        if (!records.isEmpty() && bytes + size > maximumBytes) {
          return new Fetched(records, bytes, end, start, leaderEpoch, next);
        }
        records.add(entry);
        bytes += size;
        next = entry.offset() + 1;
      }
    }
    return new Fetched(records, bytes, end, start, leaderEpoch, next);
  }

  /// See [SegmentedLog#offsetForTimestamp(long, long)], below the high watermark.
  public OptionalLong offsetForTimestamp(long timestampMillis) throws IOException {
    return log.offsetForTimestamp(timestampMillis, highWatermark);
  }

  /// See [SegmentedLog#retain(long, long)].
  public void retain(long oldestTimestampMillis, long maximumBytes) throws IOException {
    log.retain(oldestTimestampMillis, maximumBytes);
  }

  public TopicPartition id() {
    return id;
  }

  public int leaderEpoch() {
    return leaderEpoch;
  }

  /// The first offset not yet readable.
  public long highWatermark() {
    return highWatermark;
  }

  public long logStartOffset() {
    return log.startOffset();
  }

  public FetchWaiters waiters() {
    return waiters;
  }

  public List<Damage> damages() {
    return log.damages();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
