package dev.orrery.dns.core.message;

import java.util.Arrays;

/// Reads the parts of a packet, never past its end. Not thread-safe.
final class WireReader {
  private static final int POINTER_BITS = 0xc0;
  private static final int POINTER_OFFSET_MASK = 0x3fff;
  private static final int HEADER_LENGTH = 12;

  private final byte[] packet;
  private final int length;
  private int position;

  WireReader(byte[] packet, int length) {
    this.packet = packet;
    this.length = length;
  }

  int position() {
    return position;
  }

  int remaining() {
    return length - position;
  }

  int unsigned8() throws MalformedMessageException {
    need(1);
    return packet[position++] & 0xff;
  }

  int unsigned16() throws MalformedMessageException {
    need(2);
    int value = ((packet[position] & 0xff) << 8) | (packet[position + 1] & 0xff);
    position += 2;
    return value;
  }

  int signed32() throws MalformedMessageException {
    return unsigned16() << 16 | unsigned16();
  }

  long unsigned32() throws MalformedMessageException {
    return signed32() & 0xffff_ffffL;
  }

  long signed64() throws MalformedMessageException {
    return unsigned32() << 32 | unsigned32();
  }

  Octets octets(int count) throws MalformedMessageException {
    need(count);
    Octets octets = Octets.of(Arrays.copyOfRange(packet, position, position + count));
    position += count;
    return octets;
  }

  /// A name, pointers followed. Each pointer must lead to before the run of labels it stands in, so
  /// the offsets strictly fall and at most `length / 2` jumps are made; the name's bound of 255
  /// octets ends it sooner.
  Name name() throws MalformedMessageException {
    byte[] wire = new byte[Name.MAXIMUM_WIRE];
    int written = 0;
    int at = position;
    int runStart = position;
    int after = -1;
    while (true) {
      int lead = octetAt(at);
      if ((lead & POINTER_BITS) == POINTER_BITS) {
        int target = ((lead << 8) | octetAt(at + 1)) & POINTER_OFFSET_MASK;
        if (target >= runStart || target < HEADER_LENGTH) {
          throw new MalformedMessageException("a pointer that does not lead back", at);
        }
        after = after < 0 ? at + 2 : after;
        at = target;
        runStart = target;
      } else if (lead > Name.MAXIMUM_LABEL) {
        throw new MalformedMessageException("an unknown label type", at);
      } else if (at + 1 + lead > length) {
        throw new MalformedMessageException("a label past the end", at);
      } else if (written + 1 + lead > Name.MAXIMUM_WIRE - (lead == 0 ? 0 : 1)) {
        throw new MalformedMessageException("a name over 255 octets", at);
      } else {
        System.arraycopy(packet, at, wire, written, 1 + lead);
        written += 1 + lead;
        at += 1 + lead;
        if (lead == 0) {
          position = after < 0 ? at : after;
          return Name.ofWire(Arrays.copyOf(wire, written));
        }
      }
    }
  }

  private int octetAt(int offset) throws MalformedMessageException {
    if (offset >= length) {
      throw new MalformedMessageException("the packet ends", offset);
    }
    return packet[offset] & 0xff;
  }

  private void need(int count) throws MalformedMessageException {
    if (count > remaining()) {
      throw new MalformedMessageException("the packet ends", position);
    }
  }
}
