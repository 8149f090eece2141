package dev.orrery.loadbalancer.core.message;

import dev.orrery.runtime.http.MalformedRequestException;
import java.util.Locale;
import java.util.Optional;

/// A request target as a proxy needs it (RFC 9112 §3.2).
///
/// @param sent what goes to the backend: origin form, or `*`
/// @param path the part that routes, as sent, without the query
/// @param authority host and port of a target in absolute form, which outranks the Host field
public record Target(String sent, String path, Optional<String> authority) {
  private static final String SCHEME = "http://";
  private static final String FORBIDDEN = "\"<>\\^`{|}#";

  /// @throws MalformedRequestException 400 when it is none, 501 for CONNECT
  public static Target parse(String method, String target) throws MalformedRequestException {
    if (method.equals("CONNECT")) {
      throw new MalformedRequestException(501, "CONNECT is not served here");
    }
    if (target.startsWith("/")) {
      return origin(target, Optional.empty());
    }
    if (target.equals("*") && method.equals("OPTIONS")) {
      return new Target("*", "/", Optional.empty());
    }
    if (!target.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw invalid();
    }
    int end = SCHEME.length();
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String authority = target.substring(SCHEME.length(), end);
    if (!authority.matches("([A-Za-z0-9._~%!$&'()*+,;=-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?")) {
      throw invalid();
    }
    String rest = target.substring(end);
    return origin(rest.startsWith("/") ? rest : "/" + rest, Optional.of(authority));
  }

  private static Target origin(String target, Optional<String> authority)
      throws MalformedRequestException {
    int question = target.indexOf('?');
    int end = question < 0 ? target.length() : question;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      // A query is taken as people type it; a path that two readers might split differently is not.
      if (c == '#' || (i < end && FORBIDDEN.indexOf(c) >= 0)) {
        throw invalid();
      }
    }
    return new Target(target, question < 0 ? target : target.substring(0, end), authority);
  }

  /// The path with what is likely an identifier replaced and all beyond the third segment left out,
  /// so that spans have few names: `/v1/users/42/posts` becomes `/v1/users/{id}`.
  public String template() {
    StringBuilder out = new StringBuilder(path.length());
    int start = 1;
    for (int segments = 0; segments < 3 && start <= path.length(); segments++) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      out.append('/').append(isIdentifier(start, end) ? "{id}" : path.substring(start, end));
      start = end + 1;
    }
    return out.toString();
  }

  private boolean isIdentifier(int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits += path.charAt(i) >= '0' && path.charAt(i) <= '9' ? 1 : 0;
    }
    // `v1` is a version, `a1b2c3` an identifier; a name as long as a hash is one too.
    return digits > 2 || (digits > 0 && digits == to - from) || to - from > 40;
  }

  private static MalformedRequestException invalid() {
    return new MalformedRequestException(400, "the request target is not valid");
  }
}
