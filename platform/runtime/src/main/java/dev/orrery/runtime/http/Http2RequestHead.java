package dev.orrery.runtime.http;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;

/// The head of an HTTP/2 request, held to the same rules as one of HTTP/1.
///
/// @param bodyLength 0 without a body, the declared length, or -1
record Http2RequestHead(String method, RequestTarget target, HttpHeaders headers, long bodyLength) {

  static Http2RequestHead of(Http2Headers fields, boolean bodyless, HttpLimits limits)
      throws MalformedRequestException {
    String method = text(fields.method());
    String path = text(fields.path());
    if (!HttpSyntax.isToken(method)) {
      throw malformed("the method is not a token");
    }
    if (path.length() > limits.requestLineBytes()) {
      throw new MalformedRequestException(
          414, "the path is longer than " + limits.requestLineBytes() + " bytes");
    }
    RequestTarget target = RequestTarget.parse(method, path);
    if (!target.authority().isEmpty()) {
      throw malformed("the path is not a path");
    }
    HttpHeaders headers = headers(fields, limits);
    authority(text(fields.authority()), headers);
    // The framing rules of HTTP/1 hold for what is declared here too; the frames say where the body
    // really ends.
    boolean declared = headers.contains("content-length");
    RequestHead checked = RequestHead.of(method, path, 1, headers);
    long length = declared ? checked.bodyLength() : bodyless ? 0 : RequestHead.CHUNKED;
    if (bodyless && length > 0) {
      throw malformed("Content-Length promises a body, and there is none");
    }
    return new Http2RequestHead(method, target, headers, length);
  }

  private static HttpHeaders headers(Http2Headers fields, HttpLimits limits)
      throws MalformedRequestException {
    HttpHeaders headers = new HttpHeaders();
    StringBuilder cookies = new StringBuilder();
    int bytes = 0;
    for (Map.Entry<CharSequence, CharSequence> field : fields) {
      String name = field.getKey().toString();
      String value = field.getValue().toString();
      if (name.startsWith(":")) {
        continue;
      }
      bytes += name.length() + value.length() + 4;
      if (bytes > limits.headerBytes()) {
        throw new MalformedRequestException(
            431, "the header fields are longer than " + limits.headerBytes() + " bytes");
      }
      if (headers.size() == limits.headerCount()) {
        throw new MalformedRequestException(
            431, "there are more than " + limits.headerCount() + " header fields");
      }
      if (!HttpSyntax.isToken(name) || !HttpSyntax.isFieldValue(value)) {
        throw malformed("a header field has a character that is not allowed");
      }
      switch (name) {
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
            throw malformed("HTTP/2 has no header " + name);
        // A client may split this one field (RFC 9113 §8.2.3).
        case "cookie" -> cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
        default -> headers.addChecked(name, value);
      }
    }
    if (!cookies.isEmpty()) {
      headers.addChecked("cookie", cookies.toString());
    }
    return headers;
  }

  private static void authority(String authority, HttpHeaders headers)
      throws MalformedRequestException {
    if (authority.isEmpty()) {
      return;
    }
    if (!headers.first("host").orElse(authority).equalsIgnoreCase(authority)) {
      throw malformed(":authority and the Host header differ");
    }
    headers.remove("host").addChecked("host", authority);
  }

  private static String text(CharSequence value) {
    // Netty leaves out what the client left out, whatever its annotations say.
    return String.valueOf(value).equals("null") ? "" : value.toString();
  }

  private static MalformedRequestException malformed(String detail) {
    return new MalformedRequestException(400, detail);
  }
}
