package dev.orrery.cache.core.memory;

/// What objects weigh in a HotSpot heap below 32 GB: 12-byte headers, 4-byte references, everything
/// padded to 8 bytes (JDK 25 without compact object headers). The accounting of the cache adds up
/// these numbers; a test compares the sum with the measured heap.
public final class MemoryLayout {
  public static final int OBJECT_HEADER = 12;
  public static final int ARRAY_HEADER = 16;
  public static final int REFERENCE = 4;

  /// A `java.util.HashMap` entry: header, hash, key, value, next; and its share of the table, which
  /// is between 3/8 and 3/4 full: 4 bytes over 0.5 on average.
  public static final int HASH_MAP_ENTRY = align(OBJECT_HEADER + 4 + 3 * REFERENCE) + 8;

  /// An empty `HashMap` that has never held anything.
  public static final int HASH_MAP = 48;

  private MemoryLayout() {}

  /// Rounded up to the 8 bytes objects are aligned to.
  public static int align(int bytes) {
    return (bytes + 7) & ~7;
  }

  /// A `byte[]` of this length.
  public static int byteArray(int length) {
    return align(ARRAY_HEADER + length);
  }

  /// An array of references or ints of this length.
  public static int wordArray(int length) {
    return align(ARRAY_HEADER + 4 * length);
  }

  /// A [Bytes] and its array: header, array, hash.
  public static int bytes(Bytes bytes) {
    return align(OBJECT_HEADER + REFERENCE + 4) + byteArray(bytes.length());
  }
}
