package dev.orrery.log.core.record;

import java.nio.ByteBuffer;

/// Zigzag variable-length integers, as Protocol Buffers' `sint32` and `sint64`: seven bits a byte,
/// least significant first, the high bit set on all but the last byte. Zigzag folds the sign into
/// the lowest bit, so that -1 takes one byte and not ten.
public final class Varint {
  private static final int MAXIMUM_SHIFT = 63;

  private Varint() {}

  /// Writes `value`, 1 to 10 bytes.
  public static void write(long value, ByteBuffer into) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      into.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    into.put((byte) rest);
  }

  /// Bytes that [#write(long, ByteBuffer)] takes.
  public static int size(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
  }

  /// Reads a number.
  ///
  /// @throws CorruptBatchException when it does not end within ten bytes
  /// @throws java.nio.BufferUnderflowException when the buffer ends first
  public static long readLong(ByteBuffer from) {
    long zigzag = 0;
    for (int shift = 0; shift <= MAXIMUM_SHIFT; shift += 7) {
      byte next = from.get();
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new CorruptBatchException("a varint does not end within 10 bytes");
  }

  /// Reads a number that must fit 32 bits.
  public static int readInt(ByteBuffer from) {
    long value = readLong(from);
    if (value != (int) value) {
      throw new CorruptBatchException("a varint does not fit 32 bits: " + value);
    }
    return (int) value;
  }
}
