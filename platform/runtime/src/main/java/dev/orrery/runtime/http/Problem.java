package dev.orrery.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A problem document (RFC 9457): the form of every error answer.
///
/// @param type a URI reference that names the kind of problem; `about:blank` when the status says
///   it all
/// @param title a short summary that does not change from one occurrence to the next
/// @param status the HTTP status, 400 to 599
/// @param detail what went wrong this time, for a human; may be empty, then it is left out
/// @param instance a URI reference of this occurrence; may be empty, then it is left out
/// @param extensions further members: strings, numbers, booleans, lists and maps of these
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    Map<String, Object> extensions) {

  /// The media type of a problem document.
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String BLANK = "about:blank";

  /// Checks the status and copies the extensions, keeping their order.
  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem has a status from 400 to 599, not " + status);
    }
    extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /// A problem of the general kind, titled by the status.
  public static Problem of(int status, String detail) {
    return new Problem(BLANK, HttpStatus.reason(status), status, detail, "", Map.of());
  }

  /// This problem with another type and title.
  public Problem withType(String newType, String newTitle) {
    return new Problem(newType, newTitle, status, detail, instance, extensions);
  }

  /// This problem with an instance reference.
  public Problem withInstance(String newInstance) {
    return new Problem(type, title, status, detail, newInstance, extensions);
  }

  /// This problem with one more member.
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions);
    more.put(name, value);
    return new Problem(type, title, status, detail, instance, more);
  }

  /// The document as JSON in UTF-8.
  public byte[] json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type);
    members.put("title", title);
    members.put("status", status);
    if (!detail.isEmpty()) {
      members.put("detail", detail);
    }
    if (!instance.isEmpty()) {
      members.put("instance", instance);
    }
    extensions.forEach(members::putIfAbsent);
    StringBuilder out = new StringBuilder(160);
    writeValue(out, members);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void writeValue(StringBuilder out, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          writeString(out, String.valueOf(entry.getKey()));
          out.append(':');
          writeValue(out, entry.getValue());
          separator = ",";
        }
        out.append('}');
      }
      case Iterable<?> items -> {
        out.append('[');
        String separator = "";
        for (Object item : items) {
          out.append(separator);
          writeValue(out, item);
          separator = ",";
        }
        out.append(']');
      }
      case Double number when !Double.isFinite(number) -> writeString(out, number.toString());
      case Number number -> out.append(number);
      case Boolean bool -> out.append(bool);
      default -> writeString(out, value.toString());
    }
  }

  private static void writeString(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || (Character.isSurrogate(c) && !pairedAt(text, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean pairedAt(String text, int index) {
    char c = text.charAt(index);
    return Character.isHighSurrogate(c)
        ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
        : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
  }
}
