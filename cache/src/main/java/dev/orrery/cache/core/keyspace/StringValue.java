package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.MemoryLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// A binary-safe string. Immutable; the array is not copied.
public final class StringValue implements Value {
  /// The longest text of a signed 64-bit integer, `-9223372036854775808`.
  private static final int LONGEST_INTEGER = 20;

  private final byte[] array;

  private StringValue(byte[] array) {
    this.array = array;
  }

  /// Wraps `array`, which must not change afterwards.
  public static StringValue of(byte[] array) {
    return new StringValue(array);
  }

  /// A number in decimal, as a counter is stored.
  public static StringValue of(long number) {
    return new StringValue(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  /// The bytes themselves, not a copy; read only.
  public byte[] array() {
    return array;
  }

  /// The number this string is the decimal text of, in the one form [#of(long)] writes: no plus
  /// sign, no leading zero, no blank. Redis's INCR is as strict.
  public OptionalLong asInteger() {
    if (array.length == 0 || array.length > LONGEST_INTEGER) {
      return OptionalLong.empty();
    }
    String text = new String(array, StandardCharsets.ISO_8859_1);
    return parse(text)
        .filter(number -> Long.toString(number).equals(text))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static Optional<Long> parse(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  @Override
  public long retainedBytes() {
    long wrapper = MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE);
    return wrapper + MemoryLayout.byteArray(array.length);
  }
}
