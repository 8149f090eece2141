package dev.orrery.log.core.segment;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Where in a segment to begin looking: an entry about every index interval, found by binary
/// search. Lives in memory; a sealed segment's is also kept in two files, `.index` (relative offset
/// and position, four bytes each) and `.timeindex` (the largest timestamp so far, eight bytes, and
/// the relative offset, four), each closed by the segment's size (eight bytes) and a CRC-32C
/// (four). The files only save a scan: one that is missing, torn or of another segment is ignored.
///
/// Guarded by its own monitor: one thread adds while others look up.
final class SparseIndex {
  private static final int OFFSET_ENTRY_BYTES = 8;
  private static final int TIME_ENTRY_BYTES = 12;
  private static final int TRAILER_BYTES = 12;

  /// A batch boundary; `maximumTimestamp` is over all batches before `position`.
  record Entry(long offset, long position, long maximumTimestamp) {}

  private final long baseOffset;
  private int[] relativeOffsets = new int[16];
  private int[] positions = new int[16];
  private long[] maximumTimestamps = new long[16];
  private int count;

  SparseIndex(long baseOffset) {
    this.baseOffset = baseOffset;
    add(baseOffset, 0, Long.MIN_VALUE);
  }

  /// Adds the boundary at `position`, where the batch beginning with `offset` starts. Called only
  /// after that batch's predecessor was appended: an index never runs ahead of its log.
  synchronized void add(long offset, long position, long maximumTimestamp) {
    if (count == positions.length) {
      relativeOffsets = Arrays.copyOf(relativeOffsets, count * 2);
      positions = Arrays.copyOf(positions, count * 2);
      maximumTimestamps = Arrays.copyOf(maximumTimestamps, count * 2);
    }
    relativeOffsets[count] = Math.toIntExact(offset - baseOffset);
    positions[count] = Math.toIntExact(position);
    maximumTimestamps[count] = maximumTimestamp;
    count++;
  }

  /// The last boundary at or below `offset`.
  synchronized Entry floor(long offset) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (baseOffset + relativeOffsets[middle] <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return entry(low);
  }

  /// The last boundary before which every record is older than `timestampMillis`.
  synchronized Entry floorByTime(long timestampMillis) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (maximumTimestamps[middle] < timestampMillis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return entry(low);
  }

  synchronized Entry last() {
    return entry(count - 1);
  }

  private Entry entry(int i) {
    return new Entry(baseOffset + relativeOffsets[i], positions[i], maximumTimestamps[i]);
  }

  /// Writes both files of a sealed segment; not forced, since a torn one is recognised.
  synchronized void store(Disk disk, String stem, long segmentSize, long maximumTimestamp)
      throws IOException {
    ByteBuffer offsets = ByteBuffer.allocate(count * OFFSET_ENTRY_BYTES + TRAILER_BYTES);
    ByteBuffer times = ByteBuffer.allocate((count + 1) * TIME_ENTRY_BYTES + TRAILER_BYTES);
    for (int i = 0; i < count; i++) {
      offsets.putInt(relativeOffsets[i]).putInt(positions[i]);
      times.putLong(maximumTimestamps[i]).putInt(relativeOffsets[i]);
    }
    times.putLong(maximumTimestamp).putInt(Integer.MAX_VALUE);
    write(disk, stem + ".index", offsets, segmentSize);
    write(disk, stem + ".timeindex", times, segmentSize);
  }

  private static void write(Disk disk, String name, ByteBuffer content, long segmentSize)
      throws IOException {
    content.putLong(segmentSize);
    content.putInt(checksum(content, content.position()));
    try (DiskFile file = disk.open(name)) {
      file.truncate(0);
      file.append(content.flip());
    }
  }

  /// What was stored, when both files are there, whole, and of a segment of this size.
  static Optional<Stored> load(Disk disk, String stem, long baseOffset, long segmentSize)
      throws IOException {
    Optional<ByteBuffer> offsets = read(disk, stem + ".index", segmentSize);
    Optional<ByteBuffer> times = read(disk, stem + ".timeindex", segmentSize);
    if (offsets.isEmpty() || times.isEmpty()) {
      return Optional.empty();
    }
    int count = offsets.get().remaining() / OFFSET_ENTRY_BYTES;
    if (times.get().remaining() != (count + 1) * TIME_ENTRY_BYTES) {
      return Optional.empty();
    }
    SparseIndex index = new SparseIndex(baseOffset);
    for (int i = 0; i < count; i++) {
      int relativeOffset = offsets.get().getInt();
      int position = offsets.get().getInt();
      long maximumTimestamp = times.get().getLong();
      times.get().getInt();
      if (i > 0) {
        index.add(baseOffset + relativeOffset, position, maximumTimestamp);
      }
    }
    return Optional.of(new Stored(index, times.get().getLong()));
  }

  record Stored(SparseIndex index, long maximumTimestamp) {}

  private static Optional<ByteBuffer> read(Disk disk, String name, long segmentSize)
      throws IOException {
    if (!disk.exists(name)) {
      return Optional.empty();
    }
    try (DiskFile file = disk.open(name)) {
      long size = file.size();
      if (size < TRAILER_BYTES || size > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      while (content.hasRemaining() && file.read(content.position(), content) > 0) {}
      content.flip();
      int body = content.limit() - TRAILER_BYTES;
      boolean whole =
          content.limit() == size
              && content.getInt((int) size - 4) == checksum(content, (int) size - 4)
              && content.getLong(body) == segmentSize;
      return whole ? Optional.of(content.limit(body)) : Optional.empty();
    }
  }

  private static int checksum(ByteBuffer content, int length) {
    CRC32C crc = new CRC32C();
    crc.update(content.duplicate().position(0).limit(length));
    return (int) crc.getValue();
  }
}
