package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.OptionalLong;

/// A string held as its bytes.
final class ByteString implements StringValue {
  /// Up to so many bytes Redis embeds a string in its object; ours never moves, the name is kept.
  private static final int EMBEDDED = 44;

  /// The longest text of a signed 64-bit integer, `-9223372036854775808`.
  private static final int LONGEST_INTEGER = 20;

  private final byte[] array;
  private final boolean edited;

  ByteString(byte[] array, boolean edited) {
    this.array = array;
    this.edited = edited;
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public int length() {
    return array.length;
  }

  @Override
  public OptionalLong asInteger() {
    return parseInteger(array);
  }

  @Override
  public String encoding() {
    return edited || array.length > EMBEDDED ? "raw" : "embstr";
  }

  /// Digits with an optional minus, no leading zero, within 64 bits.
  static OptionalLong parseInteger(byte[] text) {
    int length = text.length;
    if (length == 0 || length > LONGEST_INTEGER) {
      return OptionalLong.empty();
    }
    boolean negative = text[0] == '-';
    int first = negative ? 1 : 0;
    if (length == first || (text[first] == '0' && length > 1)) {
      return OptionalLong.empty();
    }
    // Summed up as a negative number, of which there is one more.
    long sum = 0;
    for (int i = first; i < length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9 || sum < (Long.MIN_VALUE + digit) / 10) {
        return OptionalLong.empty();
      }
      sum = sum * 10 - digit;
    }
    if (negative) {
      return OptionalLong.of(sum);
    }
    return sum == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(-sum);
  }

  @Override
  public long retainedBytes() {
    return (long) MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE + 1)
        + MemoryLayout.byteArray(array.length);
  }
}
