package dev.orrery.apigateway.core.transcoding;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// A place in the binary form of a message (protobuf.dev, "Encoding"). Reading past the end throws
/// [IndexOutOfBoundsException]. Belongs to one thread.
final class WireCursor {
  static final int TYPE_BITS = 3;
  static final int TYPE_MASK = 7;
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int START_GROUP = 3;
  static final int END_GROUP = 4;
  static final int FIXED32 = 5;

  private static final int MAXIMUM_VARINT_BITS = 70;

  private final byte[] bytes;
  private final int end;
  private int at;

  WireCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean more() {
    return at < end;
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  byte[] bytes() {
    return bytes;
  }

  int tag() throws MalformedMessageException {
    int tag = (int) varint();
    if (tag >>> TYPE_BITS == 0) {
      throw new MalformedMessageException("a field has the number 0");
    }
    return tag;
  }

  long varint() throws MalformedMessageException {
    long value = 0;
    for (int shift = 0; shift < MAXIMUM_VARINT_BITS; shift += 7) {
      byte b = next();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedMessageException("a number has more than ten bytes");
  }

  private byte next() {
    if (at >= end) {
      throw new IndexOutOfBoundsException(at);
    }
    return bytes[at++];
  }

  int fixed32() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (next() & 0xff) << shift;
    }
    return value;
  }

  long fixed64() {
    long low = fixed32() & 0xffff_ffffL;
    return low | (long) fixed32() << Integer.SIZE;
  }

  /// Reads a length and moves behind what it measures.
  ///
  /// @return where that begins
  int lengthDelimited() throws MalformedMessageException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new IndexOutOfBoundsException(at);
    }
    int start = at;
    at += (int) length;
    return start;
  }

  /// The message, or the packed values, that begin here; this cursor moves behind.
  WireCursor nested() throws MalformedMessageException {
    int start = lengthDelimited();
    return new WireCursor(bytes, start, at);
  }

  byte[] copyRest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  /// Moves behind the value of a field whose tag was read.
  void skip(int tag) throws MalformedMessageException {
    switch (tag & TYPE_MASK) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case FIXED32 -> fixed32();
      case LENGTH_DELIMITED -> lengthDelimited();
      case START_GROUP -> skipGroup(tag >>> TYPE_BITS);
      default -> throw new MalformedMessageException("wire type " + (tag & TYPE_MASK));
    }
  }

  private void skipGroup(int number) throws MalformedMessageException {
    int open = 1;
    int tag = 0;
    while (open > 0) {
      tag = tag();
      switch (tag & TYPE_MASK) {
        case START_GROUP -> open++;
        case END_GROUP -> open--;
        default -> skip(tag);
      }
    }
    if (tag >>> TYPE_BITS != number) {
      throw new MalformedMessageException("a group is not closed");
    }
  }

  /// The contents of all occurrences of a message field from `first` on, one behind the other.
  byte[] concatenated(int number, int first) throws MalformedMessageException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    moveTo(first);
    while (more()) {
      int tag = tag();
      if (tag == (number << TYPE_BITS | LENGTH_DELIMITED)) {
        int start = lengthDelimited();
        all.write(bytes, start, at - start);
      } else {
        skip(tag);
      }
    }
    return all.toByteArray();
  }
}
