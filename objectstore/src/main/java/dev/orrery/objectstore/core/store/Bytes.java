package dev.orrery.objectstore.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable string of bytes, ordered as unsigned bytes: the order in which S3 lists keys.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /// Takes the array over: it must not change any more.
  public static Bytes wrap(byte[] array) {
    return new Bytes(array);
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves; not to be changed.
  public byte[] array() {
    return array;
  }

  public int length() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  public boolean startsWith(Bytes prefix) {
    return array.length >= prefix.array.length
        && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
  }

  /// Where `part` first begins at `from` or behind it; -1 when it does not.
  public int indexOf(Bytes part, int from) {
    for (int i = from; i + part.array.length <= array.length; i++) {
      if (Arrays.equals(array, i, i + part.array.length, part.array, 0, part.array.length)) {
        return i;
      }
    }
    return -1;
  }

  /// The bytes from `from` (inclusive) to `to` (exclusive).
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(array, from, to));
  }

  public Bytes concat(Bytes more) {
    byte[] joined = Arrays.copyOf(array, array.length + more.array.length);
    System.arraycopy(more.array, 0, joined, array.length, more.array.length);
    return new Bytes(joined);
  }

  /// The first string of bytes behind every one that begins with this one; empty when there is
  /// none.
  public Bytes afterPrefix() {
    int last = array.length - 1;
    while (last >= 0 && array[last] == (byte) 0xff) {
      last--;
    }
    if (last < 0) {
      return EMPTY;
    }
    byte[] next = Arrays.copyOf(array, last + 1);
    next[last]++;
    return new Bytes(next);
  }

  /// The first string of bytes behind this one.
  public Bytes next() {
    return new Bytes(Arrays.copyOf(array, array.length + 1));
  }

  public String text() {
    return new String(array, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /// In hexadecimal.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(array);
  }
}
