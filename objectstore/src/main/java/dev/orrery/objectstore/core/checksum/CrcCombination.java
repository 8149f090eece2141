package dev.orrery.objectstore.core.checksum;

import java.nio.ByteBuffer;

/// The CRC of two stretches of bytes from the CRCs of each.
///
/// A CRC is the remainder of the bytes, taken as a polynomial over GF(2), by another. Bytes that
/// follow shift the first stretch to the left, which multiplies it by a power of x:
///
/// ```
///   crc(A ‖ B) = crc(A) · x^(8·|B|)  +  crc(B)      modulo the polynomial
/// ```
///
/// The ones that each computation puts before and after its bytes cancel out. The power is found by
/// squaring, in time logarithmic in the length. After Mark Adler's `crc32_combine` of zlib.
public final class CrcCombination {
  private static final long CRC32_POLYNOMIAL = 0xEDB88320L;
  private static final long CRC32C_POLYNOMIAL = 0x82F63B78L;

  /// Reflected: the highest bit of the width is x^0.
  private final long polynomial;

  private final int width;

  private CrcCombination(long polynomial, int width) {
    this.polynomial = polynomial;
    this.width = width;
  }

  /// @throws IllegalArgumentException when the algorithm is no CRC
  public static CrcCombination of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new CrcCombination(CRC32_POLYNOMIAL, Integer.SIZE);
      case CRC32C -> new CrcCombination(CRC32C_POLYNOMIAL, Integer.SIZE);
      case CRC64NVME -> new CrcCombination(Crc64Nvme.POLYNOMIAL, Long.SIZE);
      case SHA1, SHA256 -> throw new IllegalArgumentException(algorithm + " is not linear");
    };
  }

  /// @param first checksum of what comes first, big-endian
  /// @param second of what follows
  /// @param secondLength bytes of what follows
  public byte[] combine(byte[] first, byte[] second, long secondLength) {
    long combined = multiply(power(secondLength), number(first)) ^ number(second);
    return width == Long.SIZE
        ? ByteBuffer.allocate(Long.BYTES).putLong(combined).array()
        : ByteBuffer.allocate(Integer.BYTES).putInt((int) combined).array();
  }

  private static long number(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    return value.length == Long.BYTES ? bytes.getLong() : bytes.getInt() & 0xffffffffL;
  }

  /// x to the power of eight times `bytes`.
  private long power(long bytes) {
    long result = 1L << (width - 1);
    long base = 1L << (width - 1 - Byte.SIZE);
    for (long left = bytes; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        result = multiply(result, base);
      }
      base = multiply(base, base);
    }
    return result;
  }

  private long multiply(long a, long b) {
    long product = 0;
    long shifted = b;
    for (int bit = width - 1; bit >= 0; bit--) {
      if ((a >>> bit & 1) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
    }
    return product;
  }
}
