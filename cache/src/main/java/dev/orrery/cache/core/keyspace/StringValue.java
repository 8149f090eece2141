package dev.orrery.cache.core.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// A binary-safe string, immutable: the text itself, or, when it is one, the integer it spells.
public sealed interface StringValue extends Value permits ByteString, IntegerString {
  /// The leanest form of these bytes, which must not change afterwards.
  static StringValue of(byte[] array) {
    OptionalLong number = ByteString.parseInteger(array);
    return number.isPresent() ? of(number.getAsLong()) : new ByteString(array, false);
  }

  /// A number in decimal, as a counter is stored.
  static StringValue of(long number) {
    return IntegerString.of(number);
  }

  /// The UTF-8 bytes of a text.
  static StringValue of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// These bytes, known to have been edited: they stay as they are even if they spell a number.
  static StringValue edited(byte[] array) {
    return new ByteString(array, true);
  }

  /// The bytes; read only.
  byte[] array();

  int length();

  /// The number this string is the decimal text of, in the one form [#of(long)] writes: no plus
  /// sign, no leading zero, no blank. Redis's INCR is as strict.
  OptionalLong asInteger();

  @Override
  default ValueType type() {
    return ValueType.STRING;
  }

  @Override
  default Value copy() {
    return this;
  }
}
