package dev.orrery.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/// An answer: a status, header fields and a body. It is built by the thread that handles the
/// request, and is that thread's alone until it is returned.
///
/// The kit writes `Date`, `Content-Length`, `Transfer-Encoding` and `Connection` itself; a handler
/// that sets `Connection: close` ends the connection.
public final class HttpResponse {

  /// What follows the head.
  sealed interface Body {
    /// The array is not copied.
    final class Bytes implements Body {
      private final byte[] content;

      Bytes(byte[] content) {
        this.content = content;
      }

      byte[] content() {
        return content;
      }
    }

    /// @param length the number of bytes, or -1 when it is not known beforehand
    record Stream(BodyWriter writer, long length) implements Body {}

    record Upgrade(WebSocketHandler handler) implements Body {}
  }

  private static final Body EMPTY = new Body.Bytes(new byte[0]);

  private final int status;
  private final HttpHeaders headers = new HttpHeaders();
  private Body body = EMPTY;

  private HttpResponse(int status) {
    this.status = status;
  }

  /// An answer with this status and no body.
  ///
  /// @throws IllegalArgumentException when the status is not from 200 to 599
  public static HttpResponse of(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a final status is from 200 to 599, not " + status);
    }
    return new HttpResponse(status);
  }

  /// An answer with this problem as its document.
  public static HttpResponse problem(Problem problem) {
    return of(problem.status()).bytes(Problem.MEDIA_TYPE, problem.json());
  }

  /// A redirection with status 301, 302, 303, 307 or 308.
  public static HttpResponse redirect(int status, String location) {
    if (status < 300 || status > 399) {
      throw new IllegalArgumentException(
          "a redirection has a status from 300 to 399, not " + status);
    }
    return of(status).header("Location", location);
  }

  /// A redirection to what shall be fetched with GET next (303), as after a form.
  public static HttpResponse redirect(String location) {
    return redirect(303, location);
  }

  static HttpResponse upgrade(WebSocketHandler handler) {
    HttpResponse response = new HttpResponse(101);
    response.body = new Body.Upgrade(handler);
    return response;
  }

  /// A body of plain text.
  public HttpResponse text(String text) {
    return bytes("text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  /// A body of JSON.
  public HttpResponse json(String json) {
    return json(json.getBytes(UTF_8));
  }

  /// A body of JSON in UTF-8.
  public HttpResponse json(byte[] json) {
    return bytes("application/json", json);
  }

  /// A body of HTML.
  public HttpResponse html(String html) {
    return bytes("text/html; charset=utf-8", html.getBytes(UTF_8));
  }

  /// A body of this media type. The array is not copied: it must not change any more.
  public HttpResponse bytes(String mediaType, byte[] bytes) {
    headers.set("Content-Type", mediaType);
    body = new Body.Bytes(bytes);
    return this;
  }

  /// A body of unknown length, written piece by piece.
  public HttpResponse stream(String mediaType, BodyWriter writer) {
    return stream(mediaType, -1, writer);
  }

  /// A body of `length` bytes, written piece by piece; more or less than that cuts the response.
  public HttpResponse stream(String mediaType, long length, BodyWriter writer) {
    headers.set("Content-Type", mediaType);
    body = new Body.Stream(writer, length);
    return this;
  }

  /// Adds a header field.
  ///
  /// @throws IllegalArgumentException when name or value may not be sent
  public HttpResponse header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /// The status.
  public int status() {
    return status;
  }

  /// The header fields; they may be changed.
  public HttpHeaders headers() {
    return headers;
  }

  /// The bytes of the body; empty when the body is written piece by piece.
  public byte[] bodyBytes() {
    return body instanceof Body.Bytes bytes ? bytes.content() : new byte[0];
  }

  Body body() {
    return body;
  }
}
