package dev.orrery.loadbalancer.core.message;

import java.util.Arrays;

/// Collects the bytes of a message head. Made once for each event loop and used again and again, so
/// that a request allocates nothing here. Not thread-safe.
public final class HeadWriter {
  private byte[] bytes = new byte[2048];
  private int length;

  /// Begins anew.
  public HeadWriter clear() {
    length = 0;
    return this;
  }

  /// Appends text of characters up to U+00FF, a byte each (what a header value may hold).
  public HeadWriter text(String text) {
    int count = text.length();
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /// Appends `source[from..to)`.
  HeadWriter bytes(byte[] source, int from, int to) {
    room(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /// Appends `name: value` and the end of a line.
  public HeadWriter field(String name, String value) {
    return text(name).text(": ").text(value).text("\r\n");
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }

  /// The array in which the bytes lie, from 0 to [#length()]; valid until the next change.
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }
}
