package dev.orrery.dns.core.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A domain name in wire form: labels led by their lengths, ended by the empty label. Keeps the
/// case it was written in; compares without regard to ASCII case (RFC 4343). Immutable.
///
/// Parents share the bytes of their children: [#parent()] is a view, not a copy, because a look-up
/// walks up the tree.
public final class Name {
  /// Octets of the longest label (RFC 1035 §2.3.4).
  public static final int MAXIMUM_LABEL = 63;

  /// Octets of the longest name, length octets and the root's included.
  public static final int MAXIMUM_WIRE = 255;

  public static final Name ROOT = new Name(new byte[] {0}, 0);

  private final byte[] wire;
  private final int start;
  private final int hash;

  private Name(byte[] wire, int start) {
    this.wire = wire;
    this.start = start;
    int h = 1;
    for (int i = start; i < wire.length; i++) {
      h = 31 * h + fold(wire[i]);
    }
    this.hash = h ^ (h >>> 15);
  }

  /// Takes a well-formed wire name, the empty label last. The array belongs to the name from then
  /// on.
  static Name ofWire(byte[] wire) {
    return new Name(wire, 0);
  }

  /// Reads an absolute name in text; the final dot may be missing. `\.` and `\DDD` escapes as in
  /// RFC 1035 §5.1.
  ///
  /// @throws IllegalArgumentException when a label is empty or too long, or the name is
  public static Name of(String text) {
    return of(text, ROOT);
  }

  /// Reads a name in text, relative to `origin` unless it ends in a dot; `@` is the origin itself.
  ///
  /// @throws IllegalArgumentException when a label is empty or too long, or the name is
  public static Name of(String text, Name origin) {
    if (text.equals("@")) {
      return origin;
    }
    if (text.equals(".")) {
      return ROOT;
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a name must not be empty");
    }
    return new TextReader(text).read(origin);
  }

  /// The name one label below this one.
  ///
  /// @throws IllegalArgumentException when the label or the name gets too long
  public Name child(String label) {
    byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length == 0 || octets.length > MAXIMUM_LABEL) {
      throw new IllegalArgumentException(
          "a label has 1 to " + MAXIMUM_LABEL + " octets, not " + octets.length + ": " + label);
    }
    byte[] longer = new byte[1 + octets.length + wireLength()];
    if (longer.length > MAXIMUM_WIRE) {
      throw new IllegalArgumentException("longer than 255 octets: " + label + "." + this);
    }
    longer[0] = (byte) octets.length;
    System.arraycopy(octets, 0, longer, 1, octets.length);
    copyTo(longer, 1 + octets.length);
    return new Name(longer, 0);
  }

  public boolean isRoot() {
    return wire[start] == 0;
  }

  /// The name without its first label.
  ///
  /// @throws IllegalStateException for the root
  public Name parent() {
    if (isRoot()) {
      throw new IllegalStateException("the root has no parent");
    }
    return new Name(wire, start + 1 + wire[start]);
  }

  /// Octets on the wire, uncompressed.
  public int wireLength() {
    return wire.length - start;
  }

  /// How many labels, the root's not counted.
  public int labelCount() {
    int count = 0;
    for (int i = start; wire[i] != 0; i += 1 + wire[i]) {
      count++;
    }
    return count;
  }

  /// Whether this is `other` or lies below it.
  public boolean isAtOrBelow(Name other) {
    int from = wire.length - other.wireLength();
    if (from < start || !sameOctets(wire, from, other)) {
      return false;
    }
    int i = start;
    while (i < from) {
      i += 1 + wire[i];
    }
    return i == from;
  }

  /// Whether the first label is `*` (RFC 4592 §2.1.1).
  public boolean isWildcard() {
    return wire[start] == 1 && wire[start + 1] == '*';
  }

  /// Whether this is the same name written in the same case: what a resolver that mixes case wants
  /// to see again (Dagon et al., "Increased DNS Forgery Resistance Through 0x20-Bit Encoding",
  /// 2008).
  public boolean sameCase(Name other) {
    return wireLength() == other.wireLength()
        && Arrays.equals(wire, start, wire.length, other.wire, other.start, other.wire.length);
  }

  /// The same name with every letter in lower case.
  public Name lowerCase() {
    byte[] lower = Arrays.copyOfRange(wire, start, wire.length);
    for (int i = 0; i < lower.length; i++) {
      lower[i] = fold(lower[i]);
    }
    return new Name(lower, 0);
  }

  /// The same name with the case of each letter drawn anew.
  public Name mixedCase(RandomGenerator random) {
    byte[] mixed = Arrays.copyOfRange(wire, start, wire.length);
    for (int i = 0; i < mixed.length; i++) {
      byte folded = fold(mixed[i]);
      if (folded >= 'a' && folded <= 'z') {
        mixed[i] = (byte) (random.nextBoolean() ? folded : folded - 32);
      }
    }
    return new Name(mixed, 0);
  }

  byte octet(int index) {
    return wire[start + index];
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(wire, start, target, offset, wireLength());
  }

  /// An ASCII letter in lower case, any other octet as it is. Length octets are below `A`, so a
  /// whole wire name may be folded.
  static byte fold(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }

  private static boolean sameOctets(byte[] octets, int from, Name other) {
    for (int i = 0; i < other.wireLength(); i++) {
      if (fold(octets[from + i]) != fold(other.wire[other.start + i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Name other
        && hash == other.hash
        && wireLength() == other.wireLength()
        && sameOctets(wire, start, other);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// The absolute name in text with a final dot, escaped so that [#of(String)] reads it back.
  @Override
  public String toString() {
    if (isRoot()) {
      return ".";
    }
    StringBuilder text = new StringBuilder();
    for (int i = start; wire[i] != 0; i += 1 + wire[i]) {
      for (int k = 1; k <= wire[i]; k++) {
        Octets.appendEscaped(text, wire[i + k], ".\\\"();@$ ");
      }
      text.append('.');
    }
    return text.toString();
  }

  /// Collects the labels of a name in text.
  private static final class TextReader {
    private final String text;
    private final byte[] wire = new byte[MAXIMUM_WIRE];
    private int lengthAt;
    private int end = 1;
    private int position;

    TextReader(String text) {
      this.text = text;
    }

    Name read(Name origin) {
      boolean absolute = false;
      while (position < text.length()) {
        char c = text.charAt(position++);
        if (c == '.') {
          closeLabel();
          absolute = position == text.length();
          if (!absolute) {
            lengthAt = end++;
          }
        } else {
          put(c == '\\' ? escaped() : octet(c));
        }
      }
      if (!absolute) {
        closeLabel();
      }
      Name rest = absolute ? ROOT : origin;
      if (end + rest.wireLength() > MAXIMUM_WIRE) {
        throw refuse("is longer than 255 octets");
      }
      byte[] whole = new byte[end + rest.wireLength()];
      System.arraycopy(wire, 0, whole, 0, end);
      rest.copyTo(whole, end);
      return new Name(whole, 0);
    }

    private byte octet(char c) {
      if (c > 0x7e || c <= ' ') {
        throw refuse("has a character that must be written as \\DDD");
      }
      return (byte) c;
    }

    private byte escaped() {
      int value = Octets.escapedOctet(text, position);
      if (value < 0) {
        throw refuse("has a bad escape");
      }
      position += Octets.escapeLength(text, position);
      return (byte) value;
    }

    private void put(byte octet) {
      if (end - lengthAt > MAXIMUM_LABEL) {
        throw refuse("has a label over 63 octets");
      }
      if (end >= MAXIMUM_WIRE) {
        throw refuse("is longer than 255 octets");
      }
      wire[end++] = octet;
    }

    private void closeLabel() {
      int length = end - lengthAt - 1;
      if (length == 0) {
        throw refuse("has an empty label");
      }
      wire[lengthAt] = (byte) length;
    }

    private IllegalArgumentException refuse(String why) {
      return new IllegalArgumentException("the name `" + text + "` " + why);
    }
  }
}
