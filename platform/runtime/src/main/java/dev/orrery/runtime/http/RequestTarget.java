package dev.orrery.runtime.http;

import java.util.Locale;

/// A request target taken apart (RFC 9112 §3.2).
///
/// @param rawPath the path as sent, beginning with `/`; `*` for a server-wide OPTIONS
/// @param path the path percent-decoded; use it to show, and `rawPath` to decide where segments end
/// @param rawQuery what follows the `?`, as sent; empty without one
/// @param authority host and port of a target in absolute form; empty otherwise
record RequestTarget(String rawPath, String path, String rawQuery, String authority) {

  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  static RequestTarget parse(String method, String target) throws MalformedRequestException {
    if (target.equals("*")) {
      if (!method.equals("OPTIONS")) {
        throw invalid();
      }
      return new RequestTarget("*", "*", "", "");
    }
    if (method.equals("CONNECT")) {
      throw new MalformedRequestException(501, "CONNECT is not served here");
    }
    if (target.startsWith("/")) {
      return origin(target, "");
    }
    String lower = target.toLowerCase(Locale.ROOT);
    int start =
        lower.startsWith(HTTP) ? HTTP.length() : lower.startsWith(HTTPS) ? HTTPS.length() : -1;
    if (start < 0) {
      throw invalid();
    }
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String authority = target.substring(start, end);
    if (!isAuthority(authority) || authority.isEmpty()) {
      throw invalid();
    }
    String rest = target.substring(end);
    return origin(rest.startsWith("/") ? rest : "/" + rest, authority);
  }

  private static RequestTarget origin(String target, String authority)
      throws MalformedRequestException {
    int question = target.indexOf('?');
    String rawPath = question < 0 ? target : target.substring(0, question);
    String rawQuery = question < 0 ? "" : target.substring(question + 1);
    for (int i = 0; i < rawPath.length(); i++) {
      if (!HttpSyntax.isPathChar(rawPath.charAt(i))) {
        throw invalid();
      }
    }
    for (int i = 0; i < rawQuery.length(); i++) {
      if (!HttpSyntax.isQueryChar(rawQuery.charAt(i))) {
        throw invalid();
      }
    }
    String path = HttpSyntax.percentDecode(rawPath, false).orElseThrow(RequestTarget::invalid);
    return new RequestTarget(rawPath, path, rawQuery, authority);
  }

  /// Whether this may stand in a Host header: a name, an IPv4 address or `[IPv6]`, with or without
  /// a port; it may be empty.
  static boolean isAuthority(String text) {
    int colon = text.lastIndexOf(':');
    int bracket = text.lastIndexOf(']');
    String host = colon > bracket ? text.substring(0, colon) : text;
    String port = colon > bracket ? text.substring(colon + 1) : "";
    for (int i = 0; i < port.length(); i++) {
      if (port.charAt(i) < '0' || port.charAt(i) > '9' || i >= 5) {
        return false;
      }
    }
    boolean literal = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
    for (int i = literal ? 1 : 0; i < host.length() - (literal ? 1 : 0); i++) {
      char c = host.charAt(i);
      boolean allowed =
          literal
              ? HttpSyntax.hexValue(c) >= 0 || c == ':' || c == '.'
              : HttpSyntax.isPathChar(c) && c != '/' && c != ':' && c != '@';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  private static MalformedRequestException invalid() {
    return new MalformedRequestException(400, "the request target is not valid");
  }
}
