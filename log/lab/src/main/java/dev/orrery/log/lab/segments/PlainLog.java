package dev.orrery.log.lab.segments;

import dev.orrery.log.core.record.CorruptBatchException;
import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.log.core.segment.Damage;
import dev.orrery.log.core.segment.DamagedLogException;
import dev.orrery.log.core.segment.SegmentOptions;
import dev.orrery.log.core.segment.SegmentedLog;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The simplest log that keeps the contract: one file and a map of where each batch begins. It
/// never deletes, and it forces a second file with how far it has forced the first, so each
/// acknowledgement costs two forces. With a [Mistake] it is wrong in one place.
final class PlainLog implements SegmentedLog {
  /// What can be wrong with it.
  enum Mistake {
    NONE,
    TRUSTS_LENGTHS,
    NEVER_FORCES,
    FORGETS_THE_DIRECTORY,
    FLOOR_IS_BELOW,
    CUTS_AT_ANY_DAMAGE,
    ENDS_TOO_LATE
  }

  private record Place(long position, int size) {}

  private final Mistake mistake;
  private final Disk disk;
  private final String directory;
  private final DiskFile file;
  private final TreeMap<Long, Place> batches = new TreeMap<>();
  private final List<Damage> damages = new ArrayList<>();
  private long size;
  private long nextOffset;
  private long forcedOffset;

  private PlainLog(Disk disk, String directory, Mistake mistake) throws IOException {
    this.mistake = mistake;
    this.disk = disk;
    this.directory = directory;
    this.file = disk.open(directory + "/log");
  }

  static SegmentedLog.Opener opener(Mistake mistake) {
    return (Disk disk, String directory, SegmentOptions options) -> {
      PlainLog log = new PlainLog(disk, directory, mistake);
      log.recover();
      return log;
    };
  }

  private void recover() throws IOException {
    long forcedTo = mistake == Mistake.CUTS_AT_ANY_DAMAGE ? 0 : forcedPosition();
    ByteBuffer all = ByteBuffer.allocate((int) file.size());
    while (all.hasRemaining() && file.read(all.position(), all) > 0) {}
    all.flip();
    while (all.limit() - size >= RecordBatch.HEADER_BYTES) {
      int at = (int) size;
      long length = RecordBatch.sizeAt(all, at);
      if (length < RecordBatch.HEADER_BYTES || length > all.limit() - at) {
        break;
      }
      ByteBuffer bytes = all.slice(at, (int) length);
      if (mistake != Mistake.TRUSTS_LENGTHS && !intact(bytes)) {
        if (at >= forcedTo) {
          break;
        }
        damages.add(new Damage(nextOffset, nextOffset + 1, 0, at));
      }
      batches.put(nextOffset, new Place(at, (int) length));
      nextOffset += Math.max(1, bytes.getInt(23) + 1L);
      size += length;
    }
    file.truncate(Math.max(size, Math.min(forcedTo, file.size())));
    size = file.size();
    file.force();
    if (mistake != Mistake.FORGETS_THE_DIRECTORY) {
      disk.forceDirectory(directory);
    }
    forcedOffset = nextOffset;
  }

  private boolean intact(ByteBuffer bytes) {
    try {
      return RecordBatch.of(bytes).baseOffset() == nextOffset;
    } catch (CorruptBatchException e) {
      return false;
    }
  }

  private long forcedPosition() throws IOException {
    try (DiskFile mark = disk.open(directory + "/forced")) {
      ByteBuffer last = ByteBuffer.allocate(Long.BYTES);
      long marks = mark.size() / Long.BYTES;
      return marks > 0 && mark.read((marks - 1) * Long.BYTES, last) == Long.BYTES
          ? Math.clamp(last.getLong(0), 0, file.size())
          : 0;
    }
  }

  @Override
  public void append(RecordBatch batch) throws IOException {
    if (batch.baseOffset() != nextOffset) {
      throw new IllegalArgumentException("the next offset is " + nextOffset);
    }
    file.append(batch.bytes());
    batches.put(nextOffset, new Place(size, batch.sizeInBytes()));
    size += batch.sizeInBytes();
    nextOffset = batch.nextOffset();
  }

  @Override
  public void force() throws IOException {
    if (mistake != Mistake.NEVER_FORCES) {
      file.force();
      try (DiskFile mark = disk.open(directory + "/forced")) {
        mark.truncate(mark.size() / Long.BYTES * Long.BYTES);
        mark.append(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
        mark.force();
      }
    }
    forcedOffset = nextOffset;
  }

  @Override
  public List<RecordBatch> read(long offset, long endOffset, int maximumBytes) throws IOException {
    List<RecordBatch> found = new ArrayList<>();
    Long first =
        mistake == Mistake.FLOOR_IS_BELOW ? batches.lowerKey(offset) : batches.floorKey(offset);
    long from = first == null ? 0 : first;
    int bytes = 0;
    long end = mistake == Mistake.ENDS_TOO_LATE ? nextOffset : endOffset;
    for (var each : batches.subMap(from, true, Math.max(from, end), false).entrySet()) {
      bytes += each.getValue().size();
      if (!found.isEmpty() && bytes > maximumBytes) {
        return found;
      }
      ByteBuffer buffer = ByteBuffer.allocate(each.getValue().size());
      while (buffer.hasRemaining()
          && file.read(each.getValue().position() + buffer.position(), buffer) > 0) {}
      try {
        RecordBatch batch = RecordBatch.of(buffer.flip());
        if (batch.baseOffset() != each.getKey()) {
          throw new CorruptBatchException("another batch is here");
        }
        found.add(batch);
      } catch (CorruptBatchException e) {
        if (!found.isEmpty()) {
          return found;
        }
        Long next = batches.higherKey(each.getKey());
        throw new DamagedLogException(
            new Damage(
                each.getKey(), next == null ? nextOffset : next, 0, each.getValue().position()));
      }
    }
    return found;
  }

  @Override
  public OptionalLong offsetForTimestamp(long timestampMillis, long endOffset) throws IOException {
    return read(0, endOffset, Integer.MAX_VALUE).stream()
        .flatMap(it -> it.records().stream())
        .filter(it -> it.timestampMillis() >= timestampMillis)
        .mapToLong(LogRecord::offset)
        .findFirst();
  }

  @Override
  public void retain(long oldestTimestampMillis, long maximumBytes) {}

  @Override
  public void roll() {}

  @Override
  public void deleteBefore(long offset) {}

  @Override
  public long startOffset() {
    return 0;
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public long forcedOffset() {
    return forcedOffset;
  }

  @Override
  public long sizeInBytes() {
    return size;
  }

  @Override
  public List<Damage> damages() {
    return List.copyOf(damages);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
