package dev.orrery.loadbalancer.core.message;

import java.util.Arrays;

/// Collects the head of a backend's response, up to the empty line, and hands it to [ResponseHead].
///
/// The bytes are kept as they are: a proxy needs to understand four fields of a response and passes
/// the others on, so making text of all of them would be work for nothing. Not thread-safe.
public final class ResponseHeadParser {
  /// The largest head taken from a backend.
  public static final int MAXIMUM_BYTES = 64 * 1024;

  private byte[] bytes = new byte[1024];
  private int length;

  /// Whether no byte has come yet.
  public boolean isFresh() {
    return length == 0;
  }

  /// Takes the next byte; returns whether the head is complete, after which [#take()] reads it.
  public boolean accept(byte next) throws MalformedResponseException {
    if (length == bytes.length) {
      if (length == MAXIMUM_BYTES) {
        throw new MalformedResponseException("the head is longer than " + MAXIMUM_BYTES + " bytes");
      }
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = next;
    return next == '\n'
        && length >= 4
        && bytes[length - 2] == '\r'
        && bytes[length - 3] == '\n'
        && bytes[length - 4] == '\r';
  }

  /// The complete head. It shares this parser's bytes: it is to be used before the next byte is
  /// given. The parser is then fresh.
  public ResponseHead take() throws MalformedResponseException {
    int complete = length;
    length = 0;
    return ResponseHead.parse(bytes, complete);
  }
}
