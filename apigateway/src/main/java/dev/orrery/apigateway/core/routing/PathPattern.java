package dev.orrery.apigateway.core.routing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path template of `google.api.http` (googleapis, google/api/http.proto, "Path template syntax").
///
/// ```
///   /v1/users/{user_id}/posts         one segment
///   /v1/{name=shelves/*/books/*}      a variable over several
///   /v1/files/{path=**}               all that is left, also nothing
///   /v1/users:find                    a verb
/// ```
///
/// @param text as it was written
/// @param segments with the variables taken out
/// @param variables which segments each spans
/// @param verb without the colon, or ""
public record PathPattern(
    String text, List<Segment> segments, List<Variable> variables, String verb) {
  private static final int HEX = 16;
  private static final int ESCAPE_LENGTH = 3;

  /// One place in a path. The order of the cases is the order of precedence.
  public sealed interface Segment {
    record Literal(String text) implements Segment {}

    record One() implements Segment {}

    record Rest() implements Segment {}

    /// 0 for a literal, 1 for `*`, 2 for `**`: the smaller, the more specific.
    default int rank() {
      return switch (this) {
        case Literal _ -> 0;
        case One _ -> 1;
        case Rest _ -> 2;
      };
    }
  }

  /// @param field path of the field it is bound to, e.g. `post.author_id`
  /// @param from first segment
  /// @param to one past the last segment
  public record Variable(String field, int from, int to) {}

  public PathPattern {
    segments = List.copyOf(segments);
    variables = List.copyOf(variables);
  }

  /// @throws IllegalArgumentException when the template is not well-formed; says why
  public static PathPattern parse(String text) {
    if (!text.startsWith("/") || text.length() == 1) {
      throw malformed(text, "it must begin with / and name something");
    }
    int colon = text.lastIndexOf(':');
    boolean hasVerb = colon > Math.max(text.lastIndexOf('/'), text.lastIndexOf('}'));
    String path = hasVerb ? text.substring(0, colon) : text;
    List<Segment> segments = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    int at = 1;
    while (at <= path.length()) {
      int end;
      if (at < path.length() && path.charAt(at) == '{') {
        end = path.indexOf('}', at) + 1;
        if (end == 0) {
          throw malformed(text, "a { is not closed");
        }
        variable(text, path.substring(at + 1, end - 1), segments, variables);
      } else {
        int slash = path.indexOf('/', at);
        end = slash < 0 ? path.length() : slash;
        segments.add(segment(text, path.substring(at, end)));
      }
      if (end < path.length() && path.charAt(end) != '/') {
        throw malformed(text, "a variable spans whole segments");
      }
      at = end + 1;
    }
    for (Segment segment : segments.subList(0, segments.size() - 1)) {
      if (segment instanceof Segment.Rest) {
        throw malformed(text, "** must come last");
      }
    }
    return new PathPattern(text, segments, variables, hasVerb ? text.substring(colon + 1) : "");
  }

  private static void variable(
      String text, String inner, List<Segment> segments, List<Variable> variables) {
    int equals = inner.indexOf('=');
    String field = equals < 0 ? inner : inner.substring(0, equals);
    if (field.isEmpty()) {
      throw malformed(text, "a variable has no name");
    }
    int from = segments.size();
    for (String part : (equals < 0 ? "*" : inner.substring(equals + 1)).split("/", -1)) {
      segments.add(segment(text, part));
    }
    variables.add(new Variable(field, from, segments.size()));
  }

  private static Segment segment(String text, String part) {
    return switch (part) {
      case "*" -> new Segment.One();
      case "**" -> new Segment.Rest();
      case "" -> throw malformed(text, "a segment is empty");
      default -> {
        if (part.indexOf('*') >= 0 || part.indexOf('{') >= 0) {
          throw malformed(text, "\"" + part + "\" is neither a literal nor a wildcard");
        }
        yield new Segment.Literal(part);
      }
    };
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException("path template " + text + ": " + why);
  }

  /// Whether the path, cut into segments and its verb taken off, has this shape.
  public boolean fits(List<String> path, String pathVerb) {
    return verb.equals(pathVerb) && fits(path);
  }

  private boolean fits(List<String> path) {
    boolean open = segments.getLast() instanceof Segment.Rest;
    int fixed = open ? segments.size() - 1 : segments.size();
    if (open ? path.size() < fixed : path.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      boolean fits =
          segments.get(i) instanceof Segment.Literal(String literal)
              ? literal.equals(path.get(i))
              : !path.get(i).isEmpty();
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// The variables' values in a path that [#fits]. The value of a variable over one segment is
  /// decoded wholly; over several, `%2F` stays as it is, since a decoded slash could not be told
  /// from a separator.
  public Map<String, String> values(List<String> path) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Variable variable : variables) {
      boolean open = segments.get(variable.to() - 1) instanceof Segment.Rest;
      boolean several = open || variable.to() - variable.from() > 1;
      List<String> parts =
          path.subList(variable.from(), open ? path.size() : variable.to());
      values.put(variable.field(), decode(String.join("/", parts), several));
    }
    return values;
  }

  private static String decode(String text, boolean keepSlash) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] source = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '%' && i + ESCAPE_LENGTH <= source.length) {
        int code = Integer.parseInt(text.substring(i + 1, i + ESCAPE_LENGTH), HEX);
        if (!(keepSlash && code == '/')) {
          bytes.write(code);
          i += ESCAPE_LENGTH - 1;
          continue;
        }
      }
      bytes.write(source[i]);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// A request's path in parts.
  ///
  /// @param segments as sent, without the verb
  /// @param verb what follows the last colon of the last segment, or ""
  public record Parts(List<String> segments, String verb) {}

  /// The path as a whole, its last segment uncut.
  public static Parts whole(String rawPath) {
    return new Parts(List.of(rawPath.substring(1).split("/", -1)), "");
  }

  /// The path with what may be a verb taken off; empty when its last segment has no colon.
  public static Optional<Parts> withVerb(String rawPath) {
    int colon = rawPath.lastIndexOf(':');
    return colon > rawPath.lastIndexOf('/') && colon < rawPath.length() - 1
        ? Optional.of(
            new Parts(whole(rawPath.substring(0, colon)).segments(), rawPath.substring(colon + 1)))
        : Optional.empty();
  }
}
