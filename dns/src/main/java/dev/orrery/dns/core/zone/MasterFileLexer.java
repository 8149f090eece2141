package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.Octets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Cuts master-file text into entries and those into fields: `;` comments, `"` quotes, `\` escapes
/// (kept as they stand), and parentheses that let an entry run over several lines.
final class MasterFileLexer {
  private final String text;
  private final String source;
  private final List<Entry> entries = new ArrayList<>();
  private List<Token> tokens = new ArrayList<>();
  private boolean ownerGiven;
  private int line = 1;
  private int entryLine = 1;
  private int depth;
  private int position;

  private MasterFileLexer(String text, String source) {
    this.text = text;
    this.source = source;
  }

  /// @param ownerGiven whether its first line begins with a field, not with a blank
  record Entry(int line, boolean ownerGiven, List<Token> tokens) {}

  /// @param text as written, escapes included, quotes not
  record Token(String text, boolean quoted) {
    Octets octets() {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\') {
          int value = Octets.escapedOctet(text, i + 1);
          if (value < 0) {
            throw new IllegalArgumentException("a bad escape in `" + text + "`");
          }
          octets.write(value);
          i += Octets.escapeLength(text, i + 1);
        } else if (c > 0xff) {
          throw new IllegalArgumentException("`" + c + "` must be written as \\DDD");
        } else {
          octets.write(c);
        }
      }
      return Octets.of(octets.toByteArray());
    }
  }

  static List<Entry> entries(String text, String source) {
    MasterFileLexer lexer = new MasterFileLexer(text, source);
    lexer.run();
    return lexer.entries;
  }

  private void run() {
    boolean lineStart = true;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (lineStart && depth == 0 && tokens.isEmpty()) {
        ownerGiven = c != ' ' && c != '\t';
        entryLine = line;
      }
      lineStart = false;
      switch (c) {
        case '\n' -> {
          position++;
          line++;
          lineStart = true;
          if (depth == 0) {
            endEntry();
          }
        }
        case ' ', '\t', '\r' -> position++;
        case ';' -> skipComment();
        case '(' -> {
          depth++;
          position++;
        }
        case ')' -> {
          if (--depth < 0) {
            throw refuse("a closing parenthesis without an opening one");
          }
          position++;
        }
        case '"' -> quoted();
        default -> word();
      }
    }
    if (depth > 0) {
      throw refuse("a parenthesis is not closed");
    }
    endEntry();
  }

  private void endEntry() {
    if (!tokens.isEmpty()) {
      entries.add(new Entry(entryLine, ownerGiven, tokens));
      tokens = new ArrayList<>();
    }
  }

  private void skipComment() {
    while (position < text.length() && text.charAt(position) != '\n') {
      position++;
    }
  }

  private void quoted() {
    int start = ++position;
    while (position < text.length() && text.charAt(position) != '"') {
      if (text.charAt(position) == '\n') {
        throw refuse("a quote is not closed");
      }
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    if (position >= text.length()) {
      throw refuse("a quote is not closed");
    }
    tokens.add(new Token(text.substring(start, position), true));
    position++;
  }

  private void word() {
    int start = position;
    while (position < text.length() && " \t\r\n;()\"".indexOf(text.charAt(position)) < 0) {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    position = Math.min(position, text.length());
    tokens.add(new Token(text.substring(start, position), false));
  }

  private ZoneException refuse(String why) {
    return new ZoneException(source + ":" + line + ": " + why);
  }
}
