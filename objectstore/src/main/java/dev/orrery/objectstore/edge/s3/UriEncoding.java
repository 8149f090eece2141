package dev.orrery.objectstore.edge.s3;

import java.nio.charset.StandardCharsets;

/// The percent-encoding of Signature Version 4: everything but the unreserved characters of RFC
/// 3986 §2.3, in upper-case hexadecimal.
public final class UriEncoding {
  private static final String HEX = "0123456789ABCDEF";
  private static final int NIBBLE = 4;

  private UriEncoding() {}

  /// Encodes all but unreserved characters.
  public static String encode(String text) {
    return encode(text, false);
  }

  /// Encodes all but unreserved characters and slashes.
  public static String encodePath(String text) {
    return encode(text, true);
  }

  private static String encode(String text, boolean slashStays) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || (slashStays && c == '/')) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt(c >> NIBBLE)).append(HEX.charAt(c & 0xf));
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
