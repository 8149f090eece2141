package dev.orrery.dns.core.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable run of octets with value equality, for data whose meaning is not ours.
public final class Octets {
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] octets;

  private Octets(byte[] octets) {
    this.octets = octets;
  }

  public static Octets of(byte[] octets) {
    return octets.length == 0 ? EMPTY : new Octets(octets.clone());
  }

  /// The ISO 8859-1 octets of a string.
  public static Octets of(String text) {
    return of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public int length() {
    return octets.length;
  }

  public byte[] toArray() {
    return octets.clone();
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(octets, 0, target, offset, octets.length);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Octets other && Arrays.equals(octets, other.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /// As a quoted string of a master file.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\"");
    for (byte octet : octets) {
      appendEscaped(text, octet, "\"\\");
    }
    return text.append('"').toString();
  }

  /// Appends a printable octet as it is, one of `special` behind a backslash, any other as `\DDD`.
  static void appendEscaped(StringBuilder text, byte octet, String special) {
    int value = octet & 0xff;
    if (value < 0x20 || value > 0x7e) {
      text.append('\\').append((char) ('0' + value / 100));
      text.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
    } else {
      if (special.indexOf(value) >= 0) {
        text.append('\\');
      }
      text.append((char) value);
    }
  }

  /// The octet that an escape stands for, or -1 when it is none; `position` is just behind the
  /// backslash.
  public static int escapedOctet(String text, int position) {
    if (position >= text.length()) {
      return -1;
    }
    char first = text.charAt(position);
    if (first < '0' || first > '9') {
      return first < 0x7f ? first : -1;
    }
    if (position + 3 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int digit = text.charAt(position + i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value > 255 ? -1 : value;
  }

  /// How many characters the escape takes behind its backslash.
  public static int escapeLength(String text, int position) {
    char first = text.charAt(position);
    return first >= '0' && first <= '9' ? 3 : 1;
  }
}
