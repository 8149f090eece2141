package dev.orrery.primitives.appendfile;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The bytes of a frame; all numbers are big-endian.
///
/// ```
///   offset  size
///        0     2   0x4F41, the letters OA
///        2     1   version of the layout, 1
///        3     1   kind: 1 a record, 2 a mark
///        4     4   n, length of the payload, at most MAXIMUM_PAYLOAD_BYTES
///        8     4   CRC-32C of the payload
///       12     4   CRC-32C of the frame's position in the file (8 bytes) and of bytes 0 to 11
///       16     n   payload: the record; of a mark 8 bytes, the position up to which all is durable
/// ```
///
/// The header has a checksum of its own: while it holds, the length can be trusted although the
/// payload is damaged, and the next frame is found behind it. Its checksum covers the position, so
/// a copy of a frame inside a record's payload is not taken for a frame when a reader that has lost
/// its way searches for the next header. CRC-32C is Castagnoli's polynomial (RFC 3720, Appendix
/// B.4).
final class Frame {
  static final int HEADER_BYTES = 16;
  static final int MAXIMUM_PAYLOAD_BYTES = 64 << 20;
  static final int MARK_PAYLOAD_BYTES = Long.BYTES;

  static final byte RECORD = 1;
  static final byte MARK = 2;

  private static final short MAGIC = 0x4F41;
  private static final byte VERSION = 1;
  private static final int CHECKED_HEADER_BYTES = 12;

  private Frame() {}

  /// A header whose checksum holds.
  record Header(byte kind, int length, int payloadChecksum) {
    long frameBytes() {
      return (long) HEADER_BYTES + length;
    }
  }

  static ByteBuffer encode(long position, byte kind, ByteBuffer payload) {
    int length = payload.remaining();
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + length);
    frame.putShort(MAGIC).put(VERSION).put(kind).putInt(length);
    frame.putInt(checksum(payload.duplicate()));
    frame.putInt(headerChecksum(position, frame.duplicate().flip()));
    frame.put(payload);
    return frame.flip();
  }

  static ByteBuffer mark(long position, long durablePosition) {
    return encode(
        position, MARK, ByteBuffer.allocate(MARK_PAYLOAD_BYTES).putLong(durablePosition).flip());
  }

  /// Whether a header that was written for `position` starts at `index` of `bytes`.
  static boolean isHeader(long position, ByteBuffer bytes, int index) {
    return bytes.limit() - index >= HEADER_BYTES
        && bytes.getShort(index) == MAGIC
        && bytes.get(index + 2) == VERSION
        && bytes.getInt(index + 4) >= 0
        && bytes.getInt(index + 4) <= MAXIMUM_PAYLOAD_BYTES
        && bytes.getInt(index + CHECKED_HEADER_BYTES)
            == headerChecksum(position, bytes.slice(index, CHECKED_HEADER_BYTES));
  }

  /// Reads the header at `index`, of which [#isHeader(long, ByteBuffer, int)] is true.
  static Header header(ByteBuffer bytes, int index) {
    return new Header(bytes.get(index + 3), bytes.getInt(index + 4), bytes.getInt(index + 8));
  }

  static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static int headerChecksum(long position, ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
    crc.update(header);
    return (int) crc.getValue();
  }
}
