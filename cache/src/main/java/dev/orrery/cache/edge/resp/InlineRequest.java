package dev.orrery.cache.edge.resp;

import dev.orrery.cache.core.command.Arguments;
import java.io.ByteArrayOutputStream;

/// A command typed as a line: words between blanks, quoted where they hold blanks. In double quotes
/// `\n`, `\r`, `\t`, `\b`, `\a` and `\x41` are what they are in C; in single quotes only `\'` is
/// special.
final class InlineRequest {
  private final byte[] line;
  private final int end;
  private int at;

  InlineRequest(byte[] line, int from, int end) {
    this.line = line;
    this.at = from;
    this.end = end;
  }

  /// @return false when a quote is not closed, or something follows a closing one
  boolean splitInto(Arguments arguments) {
    while (true) {
      while (at < end && isBlank(line[at])) {
        at++;
      }
      if (at == end) {
        return true;
      }
      ByteArrayOutputStream word = new ByteArrayOutputStream();
      if (!readWord(word)) {
        return false;
      }
      arguments.add(word.toByteArray());
    }
  }

  private boolean readWord(ByteArrayOutputStream word) {
    while (at < end && !isBlank(line[at])) {
      byte letter = line[at++];
      if (letter == 0) {
        // As in C, where a line ends there.
        at = end;
        return true;
      }
      if (letter == '"' || letter == '\'') {
        boolean closed = letter == '"' ? readDoubleQuoted(word) : readSingleQuoted(word);
        return closed && (at == end || isBlank(line[at]));
      }
      word.write(letter);
    }
    return true;
  }

  private boolean readDoubleQuoted(ByteArrayOutputStream word) {
    while (at < end) {
      byte letter = line[at++];
      if (letter == '"') {
        return true;
      }
      if (letter == '\\' && at < end) {
        word.write(escaped());
      } else {
        word.write(letter);
      }
    }
    return false;
  }

  private int escaped() {
    byte letter = line[at++];
    if (letter == 'x' && at + 1 < end) {
      int high = Character.digit(line[at], 16);
      int low = Character.digit(line[at + 1], 16);
      if (high >= 0 && low >= 0) {
        at += 2;
        return 16 * high + low;
      }
    }
    return switch (letter) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> letter;
    };
  }

  private boolean readSingleQuoted(ByteArrayOutputStream word) {
    while (at < end) {
      byte letter = line[at++];
      if (letter == '\'') {
        return true;
      }
      if (letter == '\\' && at < end && line[at] == '\'') {
        word.write(line[at++]);
      } else {
        word.write(letter);
      }
    }
    return false;
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
  }
}
