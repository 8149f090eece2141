package dev.orrery.cache.core.dump;

/// The 64-bit checksum of Jones, bits reflected, beginning with zero. Source: David T. Jones, "An
/// Improved 64-bit Cyclic Redundancy Check for Protein Sequences", 2002.
final class Crc64 {
  private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;
  private static final long[] TABLE = new long[256];

  static {
    for (int i = 0; i < 256; i++) {
      long sum = i;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 1) == 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
      }
      TABLE[i] = sum;
    }
  }

  private Crc64() {}

  static long of(byte[] bytes, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum = TABLE[(int) ((sum ^ bytes[i]) & 0xff)] ^ (sum >>> 8);
    }
    return sum;
  }
}
