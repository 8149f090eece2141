package dev.orrery.cache.core.bits;

import java.util.OptionalLong;

/// A number of so many bits, and its arithmetic.
///
/// @param width bits: 1 to 64, of an unsigned one 1 to 63
record BitField(boolean signed, int width) {
  /// What becomes of a number that does not fit.
  enum Overflow {
    /// Its lowest bits are kept.
    WRAP,
    /// The highest or lowest number that fits takes its place.
    SAT,
    /// Nothing changes.
    FAIL
  }

  /// The highest number that fits.
  private long highest() {
    return signed ? Long.MAX_VALUE >>> (64 - width) : (1L << width) - 1;
  }

  private long lowest() {
    return signed ? -highest() - 1 : 0;
  }

  /// The number whose lowest `width` bits these are.
  long cut(long bits) {
    int rest = 64 - width;
    return signed ? bits << rest >> rest : bits << rest >>> rest;
  }

  long read(byte[] array, long offset) {
    return cut(BitString.number(array, offset, width));
  }

  /// The sum of a number of this field and an increment.
  ///
  /// @return empty when it does not fit and `overflow` is FAIL
  OptionalLong add(long number, long increment, Overflow overflow) {
    long sum = number + increment;
    boolean passed64 = ((number ^ sum) & (increment ^ sum)) < 0;
    boolean above = passed64 ? increment > 0 : sum > highest();
    boolean below = passed64 ? increment < 0 : sum < lowest();
    return fit(sum, above, below, overflow);
  }

  /// A number given from outside, as this field takes it. An unsigned field takes a negative one
  /// for the 64 bits that it is, a number too high.
  OptionalLong take(long number, Overflow overflow) {
    boolean above = number > highest() || (!signed && number < 0);
    return fit(number, above, !above && number < lowest(), overflow);
  }

  private OptionalLong fit(long number, boolean above, boolean below, Overflow overflow) {
    if (!above && !below) {
      return OptionalLong.of(number);
    }
    return switch (overflow) {
      case WRAP -> OptionalLong.of(cut(number));
      case SAT -> OptionalLong.of(above ? highest() : lowest());
      case FAIL -> OptionalLong.empty();
    };
  }
}
