package dev.orrery.objectstore.core.chunk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The header of a piece. The checksum covers where the piece belongs, so that bytes which a disk
/// gives back from another place are noticed too.
final class PieceFrame {
  static final int HEADER_BYTES = 8;

  private PieceFrame() {}

  /// Writes the header of the piece whose payload stands behind room for it.
  static void complete(ByteBuffer frame, long chunk, long index) {
    int length = frame.limit() - HEADER_BYTES;
    frame.putInt(0, length);
    frame.putInt(4, checksum(frame, chunk, index, length));
  }

  static boolean isIntact(ByteBuffer frame, long chunk, long index) {
    if (frame.limit() < HEADER_BYTES) {
      return false;
    }
    int length = frame.getInt(0);
    return length == frame.limit() - HEADER_BYTES
        && frame.getInt(4) == checksum(frame, chunk, index, length);
  }

  private static int checksum(ByteBuffer frame, long chunk, long index, int length) {
    CRC32C crc = new CRC32C();
    crc.update(
        ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
            .putLong(chunk)
            .putLong(index)
            .putInt(length)
            .flip());
    crc.update(frame.slice(HEADER_BYTES, length));
    return (int) crc.getValue();
  }
}
