package dev.orrery.apigateway.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON in the making, as UTF-8 bytes that are copied once. Belongs to one thread.
public final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int WORST_ESCAPE = 6; // \u001f

  private byte[] bytes;
  private int size;

  public JsonBuffer(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /// One ASCII character.
  public void put(char c) {
    reserve(1);
    bytes[size++] = (byte) c;
  }

  /// Bytes that are JSON already.
  public void put(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
  }

  /// ASCII text that is JSON already: a number, `true`.
  @SuppressWarnings("deprecation") // the one way to copy ASCII without a decoder
  public void putAscii(String text) {
    reserve(text.length());
    text.getBytes(0, text.length(), bytes, size);
    size += text.length();
  }

  /// A string, from its UTF-8 bytes. Only what must be escaped is: quote, backslash, controls.
  public void putString(byte[] source, int from, int to) {
    reserve(to - from + 2);
    bytes[size++] = '"';
    int run = from;
    for (int i = from; i < to; i++) {
      byte b = source[i];
      if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
        copy(source, run, i);
        escape(b);
        run = i + 1;
      }
    }
    copy(source, run, to);
    put('"');
  }

  private void copy(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
  }

  private void escape(byte b) {
    reserve(WORST_ESCAPE);
    bytes[size++] = '\\';
    switch (b) {
      case '"', '\\' -> bytes[size++] = b;
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[b >> 4];
        bytes[size++] = HEX[b & 0xf];
      }
    }
  }

  /// Takes back the last byte: a comma too many.
  public void dropLast() {
    size--;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
