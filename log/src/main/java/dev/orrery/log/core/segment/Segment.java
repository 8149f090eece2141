package dev.orrery.log.core.segment;

import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// One file of batches with its index. Written by one thread; size and timestamp are published to
/// readers through volatile fields after the bytes are in the file.
final class Segment implements Closeable {
  private static final String SUFFIX = ".log";
  private static final int NAME_DIGITS = 20;

  private final Disk disk;
  private final String stem;
  private final long baseOffset;
  private final int indexIntervalBytes;
  private final DiskFile file;
  private SparseIndex index;
  private volatile long size;
  private volatile long maximumTimestamp = Long.MIN_VALUE;

  Segment(Disk disk, String directory, long baseOffset, int indexIntervalBytes) throws IOException {
    this.disk = disk;
    this.stem = directory + "/" + stemOf(baseOffset);
    this.baseOffset = baseOffset;
    this.indexIntervalBytes = indexIntervalBytes;
    this.file = disk.open(stem + SUFFIX);
    this.index = new SparseIndex(baseOffset);
    this.size = file.size();
  }

  static String stemOf(long baseOffset) {
    String digits = Long.toString(baseOffset);
    return "0".repeat(NAME_DIGITS - digits.length()) + digits;
  }

  /// The base offset that a file name tells, if it is a segment's.
  static Optional<Long> baseOffsetOf(String fileName) {
    if (fileName.length() != NAME_DIGITS + SUFFIX.length() || !fileName.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(fileName.substring(0, NAME_DIGITS)));
    } catch (NumberFormatException notADigit) {
      return Optional.empty();
    }
  }

  long baseOffset() {
    return baseOffset;
  }

  long size() {
    return size;
  }

  long maximumTimestamp() {
    return maximumTimestamp;
  }

  SparseIndex index() {
    return index;
  }

  void append(RecordBatch batch) throws IOException {
    long end = size + batch.sizeInBytes();
    file.append(batch.bytes());
    accept(batch, size);
    size = end;
  }

  /// Takes the batch at `position` into the index, when enough bytes lie behind the last entry.
  void accept(RecordBatch batch, long position) {
    if (position - index.last().position() >= indexIntervalBytes) {
      index.add(batch.baseOffset(), position, maximumTimestamp);
    }
    maximumTimestamp = Math.max(maximumTimestamp, batch.maximumTimestamp());
  }

  void force() throws IOException {
    file.force();
  }

  void truncate(long newSize) throws IOException {
    file.truncate(newSize);
    file.force();
    size = newSize;
  }

  /// A walk from the boundary `from` to the boundary (`endPosition`, `endOffset`).
  BatchWalk walk(SparseIndex.Entry from, long endPosition, long endOffset) {
    return new BatchWalk(file, from.position(), from.offset(), endPosition, endOffset);
  }

  /// Loads the stored index of a sealed segment; false when it must be rebuilt.
  boolean loadIndex() throws IOException {
    Optional<SparseIndex.Stored> stored = SparseIndex.load(disk, stem, baseOffset, size);
    stored.ifPresent(it -> {
      index = it.index();
      maximumTimestamp = it.maximumTimestamp();
    });
    return stored.isPresent();
  }

  void storeIndex() throws IOException {
    index.store(disk, stem, size, maximumTimestamp);
  }

  void delete() throws IOException {
    file.close();
    disk.delete(stem + ".index");
    disk.delete(stem + ".timeindex");
    disk.delete(stem + SUFFIX);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
