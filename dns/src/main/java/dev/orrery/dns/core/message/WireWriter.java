package dev.orrery.dns.core.message;

import java.util.Arrays;

/// Writes the parts of a packet, compressing names against those already written. Not thread-safe.
///
/// Of each name written, the offset of every suffix is remembered, up to [#MAXIMUM_SUFFIXES]; a
/// later name ends in a pointer at its longest suffix found there. The case of a name written
/// earlier wins for the part that is shared, which is harmless: names compare without case.
final class WireWriter {
  /// How many suffixes are remembered; names beyond that are only compressed against these.
  static final int MAXIMUM_SUFFIXES = 128;

  private static final int MAXIMUM_POINTER = 0x3fff;
  private static final int FIRST_CAPACITY = 512;

  private byte[] packet = new byte[FIRST_CAPACITY];
  private int position;
  private final Name[] suffixes = new Name[MAXIMUM_SUFFIXES];
  private final int[] offsets = new int[MAXIMUM_SUFFIXES];
  private int suffixCount;

  int position() {
    return position;
  }

  /// Forgets all written from `earlier` on.
  void rewind(int earlier) {
    position = earlier;
    while (suffixCount > 0 && offsets[suffixCount - 1] >= earlier) {
      suffixCount--;
    }
  }

  void write8(int value) {
    room(1);
    packet[position++] = (byte) value;
  }

  void write16(int value) {
    room(2);
    packet[position++] = (byte) (value >>> 8);
    packet[position++] = (byte) value;
  }

  void write32(long value) {
    write16((int) (value >>> 16));
    write16((int) value);
  }

  void write64(long value) {
    write32(value >>> 32);
    write32(value);
  }

  void write(Octets octets) {
    room(octets.length());
    octets.copyTo(packet, position);
    position += octets.length();
  }

  /// Overwrites two octets that were written before.
  void put16(int at, int value) {
    packet[at] = (byte) (value >>> 8);
    packet[at + 1] = (byte) value;
  }

  void writeUncompressed(Name name) {
    room(name.wireLength());
    name.copyTo(packet, position);
    position += name.wireLength();
  }

  void write(Name name) {
    Name rest = name;
    while (!rest.isRoot()) {
      int known = offsetOf(rest);
      if (known >= 0) {
        write16(0xc000 | known);
        return;
      }
      remember(rest);
      int labelLength = 1 + rest.octet(0);
      room(labelLength);
      for (int i = 0; i < labelLength; i++) {
        packet[position++] = rest.octet(i);
      }
      rest = rest.parent();
    }
    write8(0);
  }

  byte[] toArray() {
    return Arrays.copyOf(packet, position);
  }

  private int offsetOf(Name suffix) {
    for (int i = 0; i < suffixCount; i++) {
      if (suffixes[i].equals(suffix)) {
        return offsets[i];
      }
    }
    return -1;
  }

  private void remember(Name suffix) {
    if (suffixCount < MAXIMUM_SUFFIXES && position <= MAXIMUM_POINTER) {
      suffixes[suffixCount] = suffix;
      offsets[suffixCount++] = position;
    }
  }

  private void room(int count) {
    if (position + count > packet.length) {
      packet = Arrays.copyOf(packet, Math.max(packet.length * 2, position + count));
    }
  }
}
