package dev.orrery.database.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable string of bytes in the order of a key space: unsigned, byte by byte, a prefix
/// before what it begins.
///
/// It wraps an array without copying it, since every row passes through here several times; whoever
/// hands an array in, or takes one out, leaves it unchanged from then on.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /// Takes the array over.
  public static Bytes wrap(byte[] array) {
    return new Bytes(array);
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  /// The bytes themselves, not a copy.
  public byte[] array() {
    return array;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /// As text where all bytes are printable ASCII, else `0x` and hexadecimal digits.
  @Override
  public String toString() {
    for (byte b : array) {
      if (b < ' ' || b > '~') {
        return "0x" + java.util.HexFormat.of().formatHex(array);
      }
    }
    return new String(array, StandardCharsets.US_ASCII);
  }
}
