package dev.orrery.cache.core.bits;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What can be asked of an array of bytes as a row of bits. Bit 0 is the highest of byte 0.
final class BitString {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BitString() {}

  /// 0 or 1; 0 beyond the end.
  static int get(byte[] array, long bit) {
    long at = bit >>> 3;
    return at >= array.length ? 0 : array[(int) at] >>> (7 - (bit & 7)) & 1;
  }

  /// @param bit within the array
  static void set(byte[] array, long bit, int to) {
    int at = (int) (bit >>> 3);
    int mask = 0x80 >>> (bit & 7);
    array[at] = (byte) (to == 0 ? array[at] & ~mask : array[at] | mask);
  }

  /// How many bits are set from `first` to `last`, both inclusive and within the array.
  static long count(byte[] array, long first, long last) {
    long sum = 0;
    long bit = first;
    for (; bit <= last && (bit & 7) != 0; bit++) {
      sum += get(array, bit);
    }
    for (; bit + 63 <= last; bit += 64) {
      sum += Long.bitCount((long) LONGS.get(array, (int) (bit >>> 3)));
    }
    for (; bit <= last; bit++) {
      sum += get(array, bit);
    }
    return sum;
  }

  /// The first bit that is `wanted` from `first` to `last`, both inclusive and within the array.
  ///
  /// @return -1 when there is none
  static long position(byte[] array, int wanted, long first, long last) {
    long flip = wanted == 1 ? 0 : -1;
    long bit = first;
    for (; bit <= last && (bit & 7) != 0; bit++) {
      if (get(array, bit) == wanted) {
        return bit;
      }
    }
    for (; bit + 63 <= last; bit += 64) {
      long word = (long) LONGS.get(array, (int) (bit >>> 3)) ^ flip;
      if (word != 0) {
        return bit + Long.numberOfLeadingZeros(word);
      }
    }
    for (; bit <= last; bit++) {
      if (get(array, bit) == wanted) {
        return bit;
      }
    }
    return -1;
  }

  /// The number of `width` bits from `offset` on, at most 64, the highest bit first; beyond the end
  /// are zeros.
  static long number(byte[] array, long offset, int width) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number = number << 1 | get(array, offset + i);
    }
    return number;
  }

  /// Writes the lowest `width` bits of `number`, all within the array.
  static void setNumber(byte[] array, long offset, int width, long number) {
    for (int i = 0; i < width; i++) {
      set(array, offset + i, (int) (number >>> (width - 1 - i) & 1));
    }
  }
}
