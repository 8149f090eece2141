package dev.orrery.log.core.segment;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The file `recovery-point`: marks of 28 bytes (segment, position, next offset, CRC-32C), one
/// appended after each force of the segment.
///
/// The marks themselves are not forced, which would double the cost of every acknowledgement: any
/// of them may be lost. But one that is there whole tells the truth, since it was written after the
/// force it tells of. The largest one found is a lower bound of what was forced, and an exact one
/// unless the power failed.
final class RecoveryPoint implements Closeable {
  static final String FILE_NAME = "recovery-point";

  /// A file longer than this is replaced by one with a single mark.
  static final int MAXIMUM_BYTES = 1 << 20;

  private static final int MARK_BYTES = 28;

  /// The segment beginning with offset `segment` was forced up to `position`, where `nextOffset`
  /// begins.
  record Mark(long segment, long position, long nextOffset) {}

  private final Disk disk;
  private final String directory;
  private DiskFile file;

  RecoveryPoint(Disk disk, String directory) throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.file = disk.open(directory + "/" + FILE_NAME);
  }

  /// The largest mark that is whole.
  Optional<Mark> read() throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), 2L * MAXIMUM_BYTES));
    while (content.hasRemaining() && file.read(content.position(), content) > 0) {}
    content.flip();
    Optional<Mark> best = Optional.empty();
    while (content.remaining() >= MARK_BYTES) {
      int start = content.position();
      Mark mark = new Mark(content.getLong(), content.getLong(), content.getLong());
      boolean whole = content.getInt() == checksum(content, start);
      if (whole && (best.isEmpty() || mark.nextOffset() > best.get().nextOffset())) {
        best = Optional.of(mark);
      }
    }
    return best;
  }

  void append(Mark mark) throws IOException {
    if (file.size() + MARK_BYTES > MAXIMUM_BYTES) {
      replace(mark);
    } else {
      file.append(encode(mark));
    }
  }

  /// Leaves this one mark, forced. Also what makes the file begin on a mark's boundary again after
  /// a crash has torn it.
  void replace(Mark mark) throws IOException {
    String fresh = directory + "/" + FILE_NAME + ".new";
    try (DiskFile next = disk.open(fresh)) {
      next.truncate(0);
      next.append(encode(mark));
      next.force();
    }
    file.close();
    disk.rename(fresh, directory + "/" + FILE_NAME);
    disk.forceDirectory(directory);
    file = disk.open(directory + "/" + FILE_NAME);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static ByteBuffer encode(Mark mark) {
    ByteBuffer out = ByteBuffer.allocate(MARK_BYTES);
    out.putLong(mark.segment()).putLong(mark.position()).putLong(mark.nextOffset());
    out.putInt(checksum(out, 0));
    return out.flip();
  }

  private static int checksum(ByteBuffer content, int start) {
    CRC32C crc = new CRC32C();
    crc.update(content.duplicate().limit(start + MARK_BYTES - 4).position(start));
    return (int) crc.getValue();
  }
}
