package dev.orrery.runtime.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path with holes: `/v1/users/{id}/posts`, `/assets/{path=**}`, `/v1/posts/{id}:like`.
///
/// The syntax is the common part of `google.api.http` templates: a segment is literal or `{name}`
/// (one segment, not empty), the last one may be `{name=**}` (what is left, possibly nothing), and
/// a verb may follow behind a colon. Matching is on the raw path, so that `%2F` inside a segment
/// stays inside. Immutable.
public final class PathTemplate implements Comparable<PathTemplate> {

  private sealed interface Segment {
    record Literal(String text) implements Segment {}

    record Parameter(String name) implements Segment {}

    record Rest(String name) implements Segment {}
  }

  private final String text;
  private final List<Segment> segments;
  private final String verb;

  private PathTemplate(String text, List<Segment> segments, String verb) {
    this.text = text;
    this.segments = List.copyOf(segments);
    this.verb = verb;
  }

  /// Reads a template.
  ///
  /// @throws IllegalArgumentException when it does not begin with `/`, a hole has no name or one
  ///   twice, or `**` is not last
  public static PathTemplate parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a path template begins with a slash: " + text);
    }
    int colon = text.indexOf(':', Math.max(text.lastIndexOf('}'), text.lastIndexOf('/')));
    String verb = colon < 0 ? "" : text.substring(colon + 1);
    String path = colon < 0 ? text : text.substring(0, colon);
    List<Segment> segments = new ArrayList<>();
    List<String> names = new ArrayList<>();
    String[] parts = path.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      Segment segment = segment(parts[i], text);
      if (segment instanceof Segment.Rest && i < parts.length - 1) {
        throw new IllegalArgumentException("** may only stand last: " + text);
      }
      segments.add(segment);
      switch (segment) {
        case Segment.Parameter(String name) -> names.add(name);
        case Segment.Rest(String name) -> names.add(name);
        case Segment.Literal literal -> {}
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("a name stands twice: " + text);
    }
    return new PathTemplate(text, segments, verb);
  }

  private static Segment segment(String part, String template) {
    if (!part.startsWith("{")) {
      if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
        throw new IllegalArgumentException("a hole fills a whole segment: " + template);
      }
      return new Segment.Literal(part);
    }
    if (!part.endsWith("}")) {
      throw new IllegalArgumentException("a hole fills a whole segment: " + template);
    }
    String inner = part.substring(1, part.length() - 1);
    boolean rest = inner.endsWith("=**");
    String name =
        rest
            ? inner.substring(0, inner.length() - 3)
            : inner.endsWith("=*") ? inner.substring(0, inner.length() - 2) : inner;
    if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
      throw new IllegalArgumentException("a hole needs a name: " + template);
    }
    return rest ? new Segment.Rest(name) : new Segment.Parameter(name);
  }

  /// The values of the holes when this raw path fits, percent-decoded; empty when it does not.
  public Optional<Map<String, String>> match(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return Optional.empty();
    }
    String path = rawPath;
    if (!verb.isEmpty()) {
      int cut = path.length() - verb.length() - 1;
      if (cut < 1 || path.charAt(cut) != ':' || !path.endsWith(verb)) {
        return Optional.empty();
      }
      path = path.substring(0, cut);
    }
    Map<String, String> values = Map.of();
    int at = 1;
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      if (at > path.length()) {
        return Optional.empty();
      }
      int slash = path.indexOf('/', at);
      int end = slash < 0 ? path.length() : slash;
      String name;
      switch (segments.get(i)) {
        case Segment.Literal(String literal) -> {
          if (end - at != literal.length() || !path.startsWith(literal, at)) {
            return Optional.empty();
          }
          name = "";
        }
        case Segment.Parameter(String parameter) -> {
          if (end == at) {
            return Optional.empty();
          }
          name = parameter;
        }
        case Segment.Rest(String rest) -> {
          end = path.length();
          name = rest;
        }
      }
      if (!name.isEmpty()) {
        Optional<String> value = HttpSyntax.percentDecode(path.substring(at, end), false);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values = values.isEmpty() ? new LinkedHashMap<>(4) : values;
        values.put(name, value.get());
      }
      if (last != (end == path.length())) {
        return Optional.empty();
      }
      at = end + 1;
    }
    return Optional.of(values);
  }

  /// Orders the more special template first: a literal before a hole, a hole before `**`, a verb
  /// before none.
  @Override
  public int compareTo(PathTemplate other) {
    if (verb.isEmpty() != other.verb.isEmpty()) {
      return verb.isEmpty() ? 1 : -1;
    }
    for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
      int difference = rank(segments.get(i)) - rank(other.segments.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    int longer = other.segments.size() - segments.size();
    return longer != 0 ? longer : text.compareTo(other.text);
  }

  private static int rank(Segment segment) {
    return switch (segment) {
      case Segment.Literal literal -> 0;
      case Segment.Parameter parameter -> 1;
      case Segment.Rest rest -> 2;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathTemplate template && template.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The template as it was written.
  @Override
  public String toString() {
    return text;
  }
}
