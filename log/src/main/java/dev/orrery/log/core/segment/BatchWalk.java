package dev.orrery.log.core.segment;

import dev.orrery.log.core.record.CorruptBatchException;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Walks over the batches of one segment file, telling intact ones from damage.
///
/// A batch counts as intact when its length stays within the walk, its magic and checksum are
/// right, and it begins at the offset expected: base offset and leader epoch are outside the
/// checksum, so density is what guards them.
final class BatchWalk {
  /// No batch is longer: 4 MiB of payload and what 10,000 records take around it.
  static final int MAXIMUM_BATCH_BYTES = 8 << 20;

  private static final int WINDOW_BYTES = 64 << 10;

  /// What the walk meets next.
  sealed interface Step {
    record Intact(RecordBatch batch, long position) implements Step {}

    record Damaged(long firstOffset, long nextOffset, long position) implements Step {}

    record End() implements Step {}
  }

  private final DiskFile file;
  private final long endPosition;
  private final long endOffset;
  private long position;
  private long expectedOffset;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowStart;

  /// From a batch boundary (`position`, `expectedOffset`) to another one (`endPosition`,
  /// `endOffset`).
  BatchWalk(DiskFile file, long position, long expectedOffset, long endPosition, long endOffset) {
    this.file = file;
    this.position = position;
    this.expectedOffset = expectedOffset;
    this.endPosition = endPosition;
    this.endOffset = endOffset;
  }

  long position() {
    return position;
  }

  /// The next batch, or what is missing up to the next intact one.
  Step next() throws IOException {
    if (position >= endPosition) {
      if (expectedOffset >= endOffset) {
        return new Step.End();
      }
      Step.Damaged missing = new Step.Damaged(expectedOffset, endOffset, position);
      expectedOffset = endOffset;
      return missing;
    }
    Optional<RecordBatch> found = intactAt(position);
    if (found.isPresent() && found.get().baseOffset() == expectedOffset) {
      return pass(found.get());
    }
    long damagedAt = position;
    long firstOffset = expectedOffset;
    resynchronise();
    return new Step.Damaged(firstOffset, expectedOffset, damagedAt);
  }

  /// The next batch when it is intact and begins at the offset expected; otherwise the walk stays.
  Optional<RecordBatch> nextIntact() throws IOException {
    Optional<RecordBatch> found = intactAt(position);
    if (found.isEmpty() || found.get().baseOffset() != expectedOffset) {
      return Optional.empty();
    }
    pass(found.get());
    return found;
  }

  private Step.Intact pass(RecordBatch batch) {
    Step.Intact intact = new Step.Intact(batch, position);
    position += batch.sizeInBytes();
    expectedOffset = batch.nextOffset();
    return intact;
  }

  /// Moves to the next byte at which an intact batch with a possible offset begins, or to the end.
  private void resynchronise() throws IOException {
    for (long at = position + 1; at + RecordBatch.HEADER_BYTES <= endPosition; at++) {
      ByteBuffer header = window(at, RecordBatch.HEADER_BYTES);
      int start = header.position();
      if (!RecordBatch.magicAt(header, start)) {
        continue;
      }
      long base = header.getLong(start);
      if (base < expectedOffset || base >= endOffset) {
        continue;
      }
      if (intactAt(at).isPresent()) {
        position = at;
        expectedOffset = base;
        return;
      }
    }
    position = endPosition;
    expectedOffset = Math.max(expectedOffset, endOffset);
  }

  private Optional<RecordBatch> intactAt(long at) throws IOException {
    if (endPosition - at < RecordBatch.HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer header = window(at, RecordBatch.HEADER_BYTES);
    long size = RecordBatch.sizeAt(header, header.position());
    if (size < RecordBatch.HEADER_BYTES || size > MAXIMUM_BATCH_BYTES || at + size > endPosition) {
      return Optional.empty();
    }
    ByteBuffer bytes = window(at, (int) size);
    try {
      return Optional.of(RecordBatch.of(bytes));
    } catch (CorruptBatchException notOne) {
      return Optional.empty();
    }
  }

  /// `length` bytes of the file from `at`, as the remaining bytes of the buffer returned. A window
  /// once read is never written again, so that batches may keep views of it.
  private ByteBuffer window(long at, int length) throws IOException {
    if (at < windowStart || at + length > windowStart + window.limit()) {
      long wanted = Math.min(Math.max(length, WINDOW_BYTES), endPosition - at);
      ByteBuffer fresh = ByteBuffer.allocate((int) wanted);
      while (fresh.hasRemaining()) {
        int read = file.read(at + fresh.position(), fresh);
        if (read <= 0) {
          throw new IOException("the segment is shorter than " + endPosition + " bytes");
        }
      }
      window = fresh.clear();
      windowStart = at;
    }
    int start = (int) (at - windowStart);
    return window.duplicate().limit(start + length).position(start);
  }
}
