package dev.orrery.cache.core.bits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.core.bits.BitField.Overflow;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Against `java.util.BitSet` and `BigInteger`.
class BitStringProperties {
  private static BitSet model(byte[] array) {
    BitSet bits = new BitSet();
    for (int i = 0; i < 8 * array.length; i++) {
      bits.set(i, (array[i / 8] & 0x80 >>> i % 8) != 0);
    }
    return bits;
  }

  @Property(tries = 300)
  void countsAndFindsWithinAnyRange(
      @ForAll @Size(min = 1, max = 40) byte[] array,
      @ForAll @IntRange(max = 319) int one,
      @ForAll @IntRange(max = 319) int other) {
    int first = Math.min(one, other) % (8 * array.length);
    int last = Math.max(first, Math.max(one, other) % (8 * array.length));
    BitSet bits = model(array);
    assertThat(BitString.count(array, first, last))
        .isEqualTo(bits.get(first, last + 1).cardinality());
    int set = bits.nextSetBit(first);
    assertThat(BitString.position(array, 1, first, last)).isEqualTo(set > last ? -1 : set);
    int clear = bits.nextClearBit(first);
    assertThat(BitString.position(array, 0, first, last)).isEqualTo(clear > last ? -1 : clear);
  }

  @Property(tries = 300)
  void aNumberWrittenIsReadAndTouchesNothingElse(
      @ForAll @Size(24) byte[] array,
      @ForAll @IntRange(max = 127) int offset,
      @ForAll @IntRange(min = 1, max = 64) int width,
      @ForAll long number) {
    BitSet before = model(array);
    BitString.setNumber(array, offset, width, number);
    assertThat(new BitField(true, width).read(array, offset))
        .isEqualTo(number << (64 - width) >> (64 - width));
    BitSet after = model(array);
    before.clear(offset, offset + width);
    after.clear(offset, offset + width);
    assertThat(after).isEqualTo(before);
  }

  @Property(tries = 500)
  void sumsWrapSaturateAndFailAsWholeNumbersWould(
      @ForAll boolean signed,
      @ForAll @IntRange(min = 1, max = 63) int width,
      @ForAll long bits,
      @ForAll long increment) {
    BitField field = new BitField(signed, width);
    long number = field.cut(bits);
    BigInteger sum = BigInteger.valueOf(number).add(BigInteger.valueOf(increment));
    BigInteger highest =
        BigInteger.ONE.shiftLeft(signed ? width - 1 : width).subtract(BigInteger.ONE);
    BigInteger lowest = signed ? highest.not() : BigInteger.ZERO;
    boolean fits = sum.compareTo(lowest) >= 0 && sum.compareTo(highest) <= 0;
    assertThat(field.add(number, increment, Overflow.FAIL))
        .isEqualTo(fits ? OptionalLong.of(sum.longValueExact()) : OptionalLong.empty());
    assertThat(field.add(number, increment, Overflow.SAT))
        .hasValue(sum.max(lowest).min(highest).longValueExact());
    assertThat(field.add(number, increment, Overflow.WRAP)).hasValue(field.cut(sum.longValue()));
  }
}
