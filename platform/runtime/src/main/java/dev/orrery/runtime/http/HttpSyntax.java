package dev.orrery.runtime.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The character classes of RFC 9110 §5.6.2 and RFC 3986 §2, and percent-decoding.
final class HttpSyntax {

  private static final boolean[] TOKEN = set("!#$%&'*+-.^_`|~");
  // pchar and "/" of RFC 3986; no quote, backslash, brace: what two readers might take for
  // different paths is refused.
  private static final boolean[] PATH = set("/-._~!$&'()*+,;=:@%");

  private HttpSyntax() {}

  private static boolean[] set(String punctuation) {
    boolean[] members = new boolean[256];
    for (char c = '0'; c <= '9'; c++) {
      members[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      members[c] = true;
      members[Character.toUpperCase(c)] = true;
    }
    for (int i = 0; i < punctuation.length(); i++) {
      members[punctuation.charAt(i)] = true;
    }
    return members;
  }

  static boolean isTokenChar(int c) {
    return c < 256 && TOKEN[c];
  }

  static boolean isPathChar(int c) {
    return c < 256 && PATH[c];
  }

  /// A query is taken as people type it (`{job="a"}`), as long as it is visible ASCII without a
  /// fragment.
  static boolean isQueryChar(int c) {
    return c > ' ' && c < 0x7f && c != '#';
  }

  /// Visible characters, space, tab, and what is beyond ASCII.
  static boolean isFieldChar(int c) {
    return (c >= ' ' && c != 0x7f && c < 256) || c == '\t';
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isFieldChar(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static int hexValue(int c) {
    return Character.digit(c < 128 ? c : ' ', 16);
  }

  /// Percent-decodes to UTF-8; empty when an escape is broken, the bytes are no UTF-8, or a NUL
  /// comes out.
  static Optional<String> percentDecode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return Optional.of(text);
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()) {
          return Optional.empty();
        }
        int high = hexValue(text.charAt(i + 1));
        int low = hexValue(text.charAt(i + 2));
        if (high < 0 || low < 0 || (high | low) == 0) {
          return Optional.empty();
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
