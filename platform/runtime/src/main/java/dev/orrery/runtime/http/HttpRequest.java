package dev.orrery.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request, as a handler sees it. It belongs to the thread that handles it.
public final class HttpRequest {

  private final String method;
  private final RequestTarget target;
  private final String version;
  private final HttpHeaders headers;
  private final RequestBody body;
  private final InetSocketAddress remoteAddress;
  private final Optional<Problem> refusal;

  private Optional<PathTemplate> route = Optional.empty();
  private Map<String, String> pathParameters = Map.of();
  private Map<String, Object> attributes = Map.of();
  private @Nullable Map<String, List<String>> queries;
  private Optional<Throwable> failure = Optional.empty();

  HttpRequest(
      String method,
      RequestTarget target,
      String version,
      HttpHeaders headers,
      RequestBody body,
      InetSocketAddress remoteAddress,
      Optional<Problem> refusal) {
    this.method = method;
    this.target = target;
    this.version = version;
    this.headers = headers;
    this.body = body;
    this.remoteAddress = remoteAddress;
    this.refusal = refusal;
  }

  /// A request that came over no connection: for tests of handlers.
  ///
  /// @throws IllegalArgumentException when the target is not valid
  public static HttpRequest of(String method, String target, HttpHeaders headers, byte[] body) {
    try {
      return new HttpRequest(
          method,
          RequestTarget.parse(method, target),
          "HTTP/1.1",
          headers,
          RequestBody.of(body),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Optional.empty());
    } catch (MalformedRequestException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  /// The method, in the case it was sent (`GET`).
  public String method() {
    return method;
  }

  /// The path, percent-decoded, without the query.
  public String path() {
    return target.path();
  }

  /// The path as it was sent.
  public String rawPath() {
    return target.rawPath();
  }

  /// The query as it was sent, without the `?`; empty when there is none.
  public String rawQuery() {
    return target.rawQuery();
  }

  /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.
  public String version() {
    return version;
  }

  /// Host and port the client asked for: the authority of the target, else the Host header; empty
  /// in HTTP/1.0 without one.
  public String authority() {
    return target.authority().isEmpty() ? headers.first("host").orElse("") : target.authority();
  }

  /// The template of the route that serves this request; empty before routing and for the fallback.
  public Optional<PathTemplate> route() {
    return route;
  }

  /// The decoded value of a hole of the route's template.
  ///
  /// @throws IllegalArgumentException when the template has no such hole
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /// The values of all holes of the route's template.
  public Map<String, String> pathParameters() {
    return pathParameters;
  }

  /// The first value of a query parameter.
  ///
  /// @throws HttpProblemException 400 when the query is not well-formed
  public Optional<String> query(String name) {
    List<String> values = queries().get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// All query parameters, decoded as HTML forms are (`+` is a space), in order.
  ///
  /// @throws HttpProblemException 400 when the query is not well-formed
  public Map<String, List<String>> queries() {
    Map<String, List<String>> known = queries;
    if (known == null) {
      known = parseForm(target.rawQuery());
      queries = known;
    }
    return known;
  }

  /// Reads a text in `application/x-www-form-urlencoded`: a query, or the body of a form.
  ///
  /// @throws HttpProblemException 400 when it is not well-formed
  public static Map<String, List<String>> parseForm(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(value);
      }
    }
    return values;
  }

  private static String decode(String text) {
    return HttpSyntax.percentDecode(text, true)
        .orElseThrow(
            () -> new HttpProblemException(400, "a form value is not percent-encoded UTF-8"));
  }

  /// The value of the first header field of this name.
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /// All header fields. A filter may change them before it calls the next handler.
  public HttpHeaders headers() {
    return headers;
  }

  /// The body as it arrives. Reading blocks until there is some; what is not read holds the client
  /// back.
  ///
  /// Reading fails with an [IOException] when the client has gone, and with an
  /// [HttpProblemException] when the body is larger than the server takes (413), does not come in
  /// time (408) or is not well-formed (400).
  public InputStream bodyStream() {
    return body.stream();
  }

  /// The whole body, which must not be larger than `maximumBytes`.
  ///
  /// @throws HttpProblemException as [#bodyStream()], and 413 when the body is larger than
  ///   `maximumBytes`
  /// @throws IOException when the client has gone
  public byte[] body(int maximumBytes) throws IOException {
    return body.bytes(maximumBytes);
  }

  /// The other end of the connection.
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  /// What a filter put under this name, if it is of this type.
  public <T> Optional<T> attribute(String name, Class<T> type) {
    Object value = attributes.get(name);
    return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
  }

  /// Puts a value for later filters and the handler.
  public void putAttribute(String name, Object value) {
    if (attributes.isEmpty()) {
      attributes = new HashMap<>(4);
    }
    attributes.put(name, value);
  }

  /// What the handler threw, when it threw; for a filter that records it.
  public Optional<Throwable> failure() {
    return failure;
  }

  void failed(Throwable cause) {
    failure = Optional.of(cause);
  }

  void routed(PathTemplate template, Map<String, String> parameters) {
    route = Optional.of(template);
    pathParameters = parameters;
  }

  /// A problem that was seen before the handlers, such as a body beyond the limit.
  Optional<Problem> refusal() {
    return refusal;
  }
}
