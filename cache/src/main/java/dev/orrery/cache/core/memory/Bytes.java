package dev.orrery.cache.core.memory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable byte string: a key, or a member of a sorted list. Binary-safe, ordered as unsigned
/// bytes, with its hash computed once, since every key is looked up in at least two hash maps (the
/// keyspace's and the eviction policy's).
///
/// The array is not copied on the way in or out; whoever hands one over does not write to it again.
public final class Bytes implements Comparable<Bytes> {
  private final byte[] array;
  private final int hash;

  private Bytes(byte[] array) {
    this.array = array;
    this.hash = spread(Arrays.hashCode(array));
  }

  /// Wraps `array`, which must not change afterwards.
  public static Bytes of(byte[] array) {
    return new Bytes(array);
  }

  /// The UTF-8 bytes of a text.
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves, not a copy; read only.
  public byte[] array() {
    return array;
  }

  public int length() {
    return array.length;
  }

  /// `Arrays.hashCode` is a polynomial in 31, weak in its upper bits for short keys; one
  /// multiplication spreads it.
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && hash == bytes.hash && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// As UTF-8, for messages and failing tests.
  @Override
  public String toString() {
    return new String(array, StandardCharsets.UTF_8);
  }
}
