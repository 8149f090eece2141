package dev.orrery.runtime.http;

import java.util.List;

/// The head of an HTTP/1 request, and where its body ends, decided once and for all (RFC 9112 §6).
///
/// @param method the method, a token
/// @param target the request target as sent
/// @param minorVersion 0 or 1
/// @param headers the header fields
/// @param bodyLength the bytes of the body; 0 when there is none; [#CHUNKED] when it comes in
///   chunks
public record RequestHead(
    String method, String target, int minorVersion, HttpHeaders headers, long bodyLength) {

  /// The body length of a request that sends its body in chunks.
  public static final long CHUNKED = -1;

  /// No body is longer than this: 18 digits fit in a long without a check for overflow.
  private static final int MAXIMUM_LENGTH_DIGITS = 18;

  /// Builds a head from a request line and fields that are well-formed one by one, and decides the
  /// framing.
  ///
  /// @throws MalformedRequestException when two readers of this head could differ about where the
  ///   request ends or whom it is for
  public static RequestHead of(String method, String target, int minorVersion, HttpHeaders headers)
      throws MalformedRequestException {
    int hosts = 0;
    int lengths = 0;
    int codings = 0;
    String length = "";
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.nameAt(i);
      // The lengths differ, so that most fields cost one comparison of ints.
      switch (name.length()) {
        case 4 -> hosts += name.equalsIgnoreCase("host") ? 1 : 0;
        case 14 -> {
          if (name.equalsIgnoreCase("content-length")) {
            lengths++;
            length = headers.valueAt(i);
          }
        }
        case 17 -> codings += name.equalsIgnoreCase("transfer-encoding") ? 1 : 0;
        default -> {}
      }
    }
    checkHost(hosts, minorVersion, headers);
    if (codings > 0) {
      return new RequestHead(
          method, target, minorVersion, headers, chunked(minorVersion, lengths, headers));
    }
    return new RequestHead(method, target, minorVersion, headers, fixed(lengths, length));
  }

  private static void checkHost(int hosts, int minorVersion, HttpHeaders headers)
      throws MalformedRequestException {
    if (hosts > 1) {
      throw new MalformedRequestException(400, "there is more than one Host header");
    }
    if (hosts == 0 && minorVersion > 0) {
      throw new MalformedRequestException(400, "there is no Host header");
    }
    if (!RequestTarget.isAuthority(headers.first("host").orElse(""))) {
      throw new MalformedRequestException(400, "the Host header is not valid");
    }
  }

  private static long chunked(int minorVersion, int lengths, HttpHeaders headers)
      throws MalformedRequestException {
    if (minorVersion == 0) {
      throw new MalformedRequestException(400, "HTTP/1.0 has no Transfer-Encoding");
    }
    if (lengths > 0) {
      throw new MalformedRequestException(
          400, "there are both Content-Length and Transfer-Encoding");
    }
    List<String> values = headers.all("transfer-encoding");
    if (values.size() != 1 || !values.getFirst().equalsIgnoreCase("chunked")) {
      throw new MalformedRequestException(400, "the only Transfer-Encoding taken here is chunked");
    }
    return CHUNKED;
  }

  private static long fixed(int lengths, String length) throws MalformedRequestException {
    if (lengths == 0) {
      return 0;
    }
    if (lengths > 1) {
      throw new MalformedRequestException(400, "there is more than one Content-Length header");
    }
    if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new MalformedRequestException(400, "Content-Length is not a number");
    }
    if (length.length() > MAXIMUM_LENGTH_DIGITS) {
      throw new MalformedRequestException(413, "Content-Length is beyond any bound");
    }
    return Long.parseLong(length);
  }

  /// Whether the client wants the connection to stay open after the answer (RFC 9112 §9.3).
  public boolean keepAlive() {
    return minorVersion > 0
        ? !headers.containsToken("connection", "close")
        : headers.containsToken("connection", "keep-alive");
  }
}
