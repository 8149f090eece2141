package dev.orrery.primitives.appendfile;

import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Walks the frames of a file from a position to an end, and finds its way again behind bytes that
/// are no frame.
final class FrameReader {
  /// What stands at a position.
  sealed interface Found {
    long position();

    /// Bytes from here to what comes next.
    long length();

    default long end() {
      return position() + length();
    }
  }

  record Intact(long position, long length, ByteBuffer payload) implements Found {}

  record Mark(long position, long length, long durablePosition) implements Found {}

  /// Bytes that are no intact frame.
  record Broken(long position, long length, String reason) implements Found {}

  private static final int WINDOW_BYTES = 64 << 10;

  private final DiskFile file;
  private final long end;

  /// A stretch of the file, read ahead: `window` holds the bytes from `windowStart` on.
  private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);

  private long windowStart;

  FrameReader(DiskFile file, long end) {
    this.file = file;
    this.end = end;
  }

  /// What stands at `position`, which is below the end.
  Found next(long position) throws IOException {
    if (!load(position, Frame.HEADER_BYTES)) {
      return new Broken(position, end - position, "ends within a header");
    }
    if (!Frame.isHeader(position, window, index(position))) {
      return new Broken(position, nextFrame(position + 1) - position, "header damaged");
    }
    Frame.Header header = Frame.header(window, index(position));
    if (header.frameBytes() > end - position) {
      return new Broken(position, end - position, "ends within a record");
    }
    load(position, (int) header.frameBytes());
    ByteBuffer payload =
        window.slice(index(position) + Frame.HEADER_BYTES, header.length()).asReadOnlyBuffer();
    if (Frame.checksum(payload.duplicate()) != header.payloadChecksum()) {
      return new Broken(position, header.frameBytes(), "payload checksum wrong");
    }
    if (header.kind() == Frame.RECORD) {
      return new Intact(position, header.frameBytes(), payload);
    }
    if (header.kind() == Frame.MARK && header.length() == Frame.MARK_PAYLOAD_BYTES) {
      return new Mark(position, header.frameBytes(), payload.getLong(0));
    }
    return new Broken(position, header.frameBytes(), "unknown kind of frame " + header.kind());
  }

  /// The first position from `from` on where an intact frame starts, else the end.
  private long nextFrame(long from) throws IOException {
    for (long position = from; load(position, Frame.HEADER_BYTES); position++) {
      if (Frame.isHeader(position, window, index(position))) {
        Frame.Header header = Frame.header(window, index(position));
        if (header.frameBytes() <= end - position) {
          return position;
        }
      }
    }
    return end;
  }

  private int index(long position) {
    return (int) (position - windowStart);
  }

  /// Has the window hold `length` bytes from `position` on; false when the file ends before.
  private boolean load(long position, int length) throws IOException {
    if (length > end - position) {
      return false;
    }
    if (position >= windowStart && index(position) <= window.limit() - length) {
      return true;
    }
    int wanted = (int) Math.min(end - position, Math.max(length, WINDOW_BYTES));
    if (wanted > window.capacity()) {
      window = ByteBuffer.allocate(wanted);
    }
    window.clear().limit(wanted);
    windowStart = position;
    while (window.hasRemaining()) {
      if (file.read(position + window.position(), window) < 0) {
        throw new IOException(
            "the file ends at " + (position + window.position()) + ", expected " + end);
      }
    }
    window.flip();
    return true;
  }
}
