package dev.orrery.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the head of an HTTP/1 request byte by byte and refuses what RFC 9112 leaves no room for.
///
/// ```
///   GET /v1/users HTTP/1.1\r\n        METHOD → TARGET → VERSION → LINE_FEED
///   Host: orrery.test\r\n             NAME → VALUE_START → VALUE → LINE_FEED
///   \r\n                              NAME → LAST_LINE_FEED → complete
/// ```
///
/// A lenient parser is a hole when a stricter one stands before it: the two disagree about where a
/// request ends, and the tail of one client's request becomes the head of another's (request
/// smuggling). So each byte is judged as it comes: a bare CR or LF, a space before the colon, a
/// folded line, a control character end the connection at that byte and not when a time-out does.
/// One instance serves one connection, one thread at a time; it does no I/O.
public final class RequestHeadParser {

  private enum State {
    START,
    START_LINE_FEED,
    METHOD,
    TARGET,
    VERSION,
    LINE_FEED,
    NAME,
    VALUE_START,
    VALUE,
    LAST_LINE_FEED,
    COMPLETE
  }

  private static final int MAXIMUM_METHOD = 32;
  private static final int MAXIMUM_EMPTY_LINES = 2;
  private static final int VERSION_LENGTH = "HTTP/1.1".length();

  private final int requestLineBytes;
  private final int headerBytes;
  private final int headerCount;

  private State state = State.START;
  // The bytes of the element being read.
  private byte[] element = new byte[128];
  private int length;
  private int lineBytes;
  private int sectionBytes;
  private int emptyLines;
  private int minorVersion;
  private String method = "";
  private String target = "";
  private String name = "";
  private HttpHeaders headers = new HttpHeaders();
  private @Nullable RequestHead head;

  /// A parser with the bounds for request line and headers of `limits`.
  public RequestHeadParser(HttpLimits limits) {
    requestLineBytes = limits.requestLineBytes();
    headerBytes = limits.headerBytes();
    headerCount = limits.headerCount();
  }

  /// Whether no byte of a head has come yet.
  public boolean isFresh() {
    return state == State.START && emptyLines == 0;
  }

  /// Takes the next byte; returns whether the head is complete, after which [#take()] gives it.
  ///
  /// @throws MalformedRequestException at the first byte that no well-formed head within the limits
  ///   has there
  public boolean accept(byte next) throws MalformedRequestException {
    int c = next & 0xff;
    switch (state) {
      case START -> start(c);
      case START_LINE_FEED -> {
        expectLineFeed(c);
        state = State.START;
      }
      case METHOD -> method(c);
      case TARGET -> target(c);
      case VERSION -> version(c);
      case LINE_FEED -> {
        expectLineFeed(c);
        state = State.NAME;
      }
      case NAME -> name(c);
      case VALUE_START -> {
        countHeaderByte();
        if (c != ' ' && c != '\t') {
          state = State.VALUE;
          value(c);
        }
      }
      case VALUE -> {
        countHeaderByte();
        value(c);
      }
      case LAST_LINE_FEED -> {
        expectLineFeed(c);
        head = RequestHead.of(method, target, minorVersion, headers);
        state = State.COMPLETE;
      }
      case COMPLETE -> throw new IllegalStateException("the head is complete; take() it first");
    }
    return state == State.COMPLETE;
  }

  /// The complete head; the parser is then fresh for the next one.
  public RequestHead take() {
    RequestHead complete = head;
    if (complete == null) {
      throw new IllegalStateException("the head is not complete");
    }
    head = null;
    state = State.START;
    headers = new HttpHeaders();
    length = 0;
    lineBytes = 0;
    sectionBytes = 0;
    emptyLines = 0;
    return complete;
  }

  private void start(int c) throws MalformedRequestException {
    // A client may send an empty line after the body of its last request (RFC 9112 §2.2).
    if (c == '\r' && emptyLines < MAXIMUM_EMPTY_LINES) {
      emptyLines++;
      state = State.START_LINE_FEED;
      return;
    }
    state = State.METHOD;
    method(c);
  }

  private void method(int c) throws MalformedRequestException {
    countLineByte();
    if (c == ' ' && length > 0) {
      method = methodName();
      state = State.TARGET;
    } else if (HttpSyntax.isTokenChar(c) && length < MAXIMUM_METHOD) {
      append(c);
    } else {
      throw malformed("the request line does not begin with a method");
    }
  }

  private String methodName() {
    if (length == 3 && element[0] == 'G' && element[1] == 'E' && element[2] == 'T') {
      length = 0;
      return "GET";
    }
    return text();
  }

  private void target(int c) throws MalformedRequestException {
    countLineByte();
    if (c == ' ' && length > 0) {
      target = text();
      state = State.VERSION;
    } else if (c > ' ' && c < 0x7f) {
      append(c);
    } else {
      throw malformed("the request line is not method, target and version with one space between");
    }
  }

  private void version(int c) throws MalformedRequestException {
    if (c != '\r') {
      countLineByte();
      if (length == VERSION_LENGTH || c <= ' ' || c >= 0x7f) {
        throw malformed("the request line does not end in an HTTP version");
      }
      append(c);
      return;
    }
    String version = text();
    switch (version) {
      case "HTTP/1.1" -> minorVersion = 1;
      case "HTTP/1.0" -> minorVersion = 0;
      default -> {
        if (version.matches("HTTP/[0-9]\\.[0-9]")) {
          throw new MalformedRequestException(
              505, "the versions of HTTP served here are 1.0, 1.1 and 2");
        }
        throw malformed("the request line does not end in an HTTP version");
      }
    }
    state = State.LINE_FEED;
  }

  private void name(int c) throws MalformedRequestException {
    countHeaderByte();
    if (HttpSyntax.isTokenChar(c)) {
      append(c);
    } else if (c == ':' && length > 0) {
      name = text();
      state = State.VALUE_START;
    } else if (c == '\r' && length == 0) {
      state = State.LAST_LINE_FEED;
    } else if ((c == ' ' || c == '\t') && length == 0) {
      throw malformed("a header line is folded");
    } else if (c == ' ' || c == '\t') {
      throw malformed("there is a space before the colon of a header");
    } else {
      throw malformed("a header name has a character that is not allowed");
    }
  }

  private void value(int c) throws MalformedRequestException {
    if (HttpSyntax.isFieldChar(c)) {
      append(c);
    } else if (c == '\r') {
      while (length > 0 && (element[length - 1] == ' ' || element[length - 1] == '\t')) {
        length--;
      }
      if (headers.size() == headerCount) {
        throw new MalformedRequestException(
            431, "there are more than " + headerCount + " header fields");
      }
      headers.addChecked(name, text());
      state = State.LINE_FEED;
    } else {
      throw malformed("a header value has a control character");
    }
  }

  private static void expectLineFeed(int c) throws MalformedRequestException {
    if (c != '\n') {
      throw malformed("a carriage return is not followed by a line feed");
    }
  }

  private void countLineByte() throws MalformedRequestException {
    if (++lineBytes > requestLineBytes) {
      throw new MalformedRequestException(
          414, "the request line is longer than " + requestLineBytes + " bytes");
    }
  }

  private void countHeaderByte() throws MalformedRequestException {
    if (++sectionBytes > headerBytes) {
      throw new MalformedRequestException(
          431, "the header fields are longer than " + headerBytes + " bytes");
    }
  }

  private void append(int c) {
    if (length == element.length) {
      element = Arrays.copyOf(element, 2 * length);
    }
    element[length++] = (byte) c;
  }

  private String text() {
    String text = new String(element, 0, length, ISO_8859_1);
    length = 0;
    return text;
  }

  private static MalformedRequestException malformed(String detail) {
    return new MalformedRequestException(400, detail);
  }
}
