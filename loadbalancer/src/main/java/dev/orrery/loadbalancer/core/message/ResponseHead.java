package dev.orrery.loadbalancer.core.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/// The head of a response, as far as a proxy must understand it (RFC 9112 §4, §6).
///
/// The bytes are those of the parser; a head is written on, with [#write], before more is read.
public final class ResponseHead {
  /// The body length of a response that comes in chunks.
  public static final long CHUNKED = -1;

  /// The body length of a response that ends with its connection.
  public static final long UNTIL_CLOSE = -2;

  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int MAXIMUM_LENGTH_DIGITS = 18;

  private final byte[] bytes;
  private final int end;
  private final int status;
  private final int minorVersion;

  private long declaredLength = UNTIL_CLOSE;
  private boolean closes;
  private boolean keepsAlive;
  private String connectionOptions = "";

  private ResponseHead(byte[] bytes, int end, int status, int minorVersion) {
    this.bytes = bytes;
    this.end = end;
    this.status = status;
    this.minorVersion = minorVersion;
  }

  static ResponseHead parse(byte[] bytes, int end) throws MalformedResponseException {
    boolean wellFormed =
        end > STATUS_AT + 4
            && new String(bytes, 0, 7, ISO_8859_1).equals("HTTP/1.")
            && (bytes[7] == '0' || bytes[7] == '1')
            && bytes[8] == ' '
            && isDigit(bytes[9])
            && isDigit(bytes[10])
            && isDigit(bytes[11])
            && (bytes[12] == ' ' || bytes[12] == '\r');
    if (!wellFormed) {
      throw new MalformedResponseException("there is no HTTP/1 status line");
    }
    int status = 100 * (bytes[9] - '0') + 10 * (bytes[10] - '0') + bytes[11] - '0';
    if (status < 100 || status > 599) {
      throw new MalformedResponseException("there is no status " + status);
    }
    ResponseHead head = new ResponseHead(bytes, end, status, bytes[7] - '0');
    head.readFields();
    return head;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private void readFields() throws MalformedResponseException {
    int lengths = 0;
    boolean chunked = false;
    int next = lineEnd(0);
    for (int start = next; start < end - 2; start = next) {
      next = lineEnd(start);
      int colon = colon(start, next);
      switch (colon - start) {
        case 14 -> {
          if (isName(start, "content-length")) {
            declaredLength = lengthOf(value(colon, next), lengths++);
          }
        }
        case 17 -> {
          if (isName(start, "transfer-encoding")) {
            if (chunked || !value(colon, next).equalsIgnoreCase("chunked")) {
              throw new MalformedResponseException("the transfer coding is not just chunked");
            }
            chunked = true;
          }
        }
        case 10 -> {
          if (isName(start, "connection")) {
            connectionOptions += "," + value(colon, next).toLowerCase(Locale.ROOT) + ",";
          }
        }
        default -> {}
      }
    }
    if (chunked && (lengths > 0 || minorVersion == 0)) {
      throw new MalformedResponseException("there are two framings");
    }
    if (chunked) {
      declaredLength = CHUNKED;
    }
    closes = lists("close");
    keepsAlive = lists("keep-alive");
  }

  private long lengthOf(String value, int before) throws MalformedResponseException {
    if (value.isEmpty()
        || value.length() > MAXIMUM_LENGTH_DIGITS
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new MalformedResponseException("Content-Length is not a number: " + value);
    }
    long length = Long.parseLong(value);
    if (before > 0 && length != declaredLength) {
      throw new MalformedResponseException("there are two lengths");
    }
    return length;
  }

  /// The index behind the line that begins at `start`; a bare CR or LF, or a NUL, is refused.
  private int lineEnd(int start) throws MalformedResponseException {
    for (int i = start; i < end - 1; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i + 2;
      }
      if (bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == 0) {
        throw new MalformedResponseException("a line has a control character");
      }
    }
    throw new MalformedResponseException("a line does not end");
  }

  private int colon(int start, int lineEnd) throws MalformedResponseException {
    for (int i = start; i < lineEnd; i++) {
      byte b = bytes[i];
      if (b == ':' && i > start) {
        return i;
      }
      if (b <= ' ' || b == ':' || b == 0x7f) {
        throw new MalformedResponseException("a line is no header field");
      }
    }
    throw new MalformedResponseException("a line is no header field");
  }

  private boolean isName(int start, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      // Letters differ in one bit between the cases; '-' has it set.
      if ((bytes[start + i] | 0x20) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String value(int colon, int lineEnd) {
    return new String(bytes, colon + 1, lineEnd - colon - 3, ISO_8859_1).strip();
  }

  private boolean lists(String option) {
    if (connectionOptions.isEmpty()) {
      return false;
    }
    for (String item : connectionOptions.split(",", -1)) {
      if (item.strip().equals(option)) {
        return true;
      }
    }
    return false;
  }

  public int status() {
    return status;
  }

  /// Whether another response to the same request follows (1xx, but not 101).
  public boolean isInterim() {
    return status < 200 && status != 101;
  }

  /// Whether the backend will answer further requests on this connection, as far as the head tells.
  public boolean keepAlive() {
    return minorVersion > 0 ? !closes : keepsAlive && !closes;
  }

  /// The bytes of body that follow, for a request of this method; [#CHUNKED] or [#UNTIL_CLOSE] (RFC
  /// 9112 §6.3).
  public long bodyLength(String method) {
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return 0;
    }
    return declaredLength;
  }

  /// Writes the status line and the fields that are for the client, without the empty line. The
  /// framing is left out where `keepFraming` is false: it is then the caller's.
  public void write(HeadWriter out, boolean keepFraming) throws MalformedResponseException {
    int next = lineEnd(0);
    out.text("HTTP/1.1").bytes(bytes, STATUS_AT - 1, next);
    for (int start = next; start < end - 2; start = next) {
      next = lineEnd(start);
      if (!isForThisHop(start, colon(start, next), keepFraming)) {
        out.bytes(bytes, start, next);
      }
    }
  }

  private boolean isForThisHop(int start, int colon, boolean keepFraming) {
    boolean hop =
        switch (colon - start) {
          case 7 -> isName(start, "upgrade");
          case 10 -> isName(start, "connection") || isName(start, "keep-alive");
          case 14 -> !keepFraming && isName(start, "content-length");
          case 16 -> isName(start, "proxy-connection");
          case 17 -> !keepFraming && isName(start, "transfer-encoding");
          case 13 -> isName(start, "traceresponse");
          default -> false;
        };
    if (hop || connectionOptions.isEmpty()) {
      return hop;
    }
    String name = new String(bytes, start, colon - start, ISO_8859_1).toLowerCase(Locale.ROOT);
    return !name.equals("content-length") && !name.equals("transfer-encoding") && lists(name);
  }
}
