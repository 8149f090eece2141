package dev.orrery.social.storage;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/// Table keys: ids and times as 8 bytes, big-endian, one after the other, so that the order of the
/// bytes is the order of the (non-negative) numbers.
public final class Keys {
  private Keys() {}

  public static ByteString of(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * numbers.length);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  /// The number at this place of a key, counted in numbers from 0.
  public static long at(ByteString key, int place) {
    long number = 0;
    for (int i = place * Long.BYTES; i < (place + 1) * Long.BYTES; i++) {
      number = number << Byte.SIZE | (key.byteAt(i) & 0xFF);
    }
    return number;
  }
}
