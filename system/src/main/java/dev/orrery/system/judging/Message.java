package dev.orrery.system.judging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What goes through the pipes between a command and its child, a few lines of text:
///
/// ```
///   rejected
///   law: evicts the least recently used key
///   story: capacity 2: put a; put b; get a; put c
///   (an empty line)
/// ```
///
/// The first line is the kind, each other a field. Line breaks and backslashes in a value are
/// written `\n`, `\r`, `\\`, so that a message ends at the first empty line whatever its values
/// are.
///
/// @param kind one word
/// @param fields names without colon, in the order written
record Message(String kind, SequencedMap<String, String> fields) {
  /// The longest message that is read.
  static final int MAXIMUM_CHARACTERS = 1 << 20;

  /// The longest value that is written; what is longer ends in an ellipsis.
  static final int MAXIMUM_VALUE = 8_000;

  private static final String SEPARATOR = ": ";

  Message {
    fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
  }

  static Message of(String kind) {
    return new Message(kind, new LinkedHashMap<>());
  }

  Message with(String name, Object value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(fields);
    String text = value.toString();
    more.put(name, text.length() <= MAXIMUM_VALUE ? text : text.substring(0, MAXIMUM_VALUE) + " …");
    return new Message(kind, more);
  }

  /// The field's value, empty when there is no such field.
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  /// @throws IOException when the field is no number
  long number(String name) throws IOException {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException garbled) {
      throw new IOException("no number in the field " + name + " of " + kind, garbled);
    }
  }

  void writeTo(Writer out) throws IOException {
    StringBuilder lines = new StringBuilder(kind).append('\n');
    fields.forEach(
        (name, value) -> lines.append(name).append(SEPARATOR).append(escape(value)).append('\n'));
    out.append(lines.append('\n'));
    out.flush();
  }

  /// The next message, or nothing at the end of the stream.
  ///
  /// @throws IOException when what comes is no message, or ends in the middle of one
  static Optional<Message> readFrom(BufferedReader in) throws IOException {
    String kind = line(in, MAXIMUM_CHARACTERS);
    if (kind == null) {
      return Optional.empty();
    }
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    int left = MAXIMUM_CHARACTERS - kind.length();
    while (true) {
      String line = line(in, left);
      if (line == null) {
        throw new IOException("the message " + kind + " ends in the middle");
      }
      if (line.isEmpty()) {
        return Optional.of(new Message(kind, fields));
      }
      left -= line.length();
      int colon = line.indexOf(SEPARATOR);
      if (colon < 0) {
        throw new IOException("no field: " + line.substring(0, Math.min(80, line.length())));
      }
      fields.put(line.substring(0, colon), unescape(line.substring(colon + SEPARATOR.length())));
    }
  }

  private static @Nullable String line(BufferedReader in, int maximum) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (line.length() >= maximum) {
        throw new IOException("a message of more than " + MAXIMUM_CHARACTERS + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String written) throws IOException {
    try {
      return written.translateEscapes();
    } catch (IllegalArgumentException garbled) {
      throw new IOException("a value with an unknown escape: " + written, garbled);
    }
  }
}
