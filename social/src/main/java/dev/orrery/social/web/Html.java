package dev.orrery.social.web;

/// A page under construction. Text goes in by [#text(String)], which escapes it; only literals of
/// this package go in by [#raw(String)].
final class Html {
  private final StringBuilder out = new StringBuilder(4_096);

  /// Markup, as it is.
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /// Text from anywhere, fit for element content and for attribute values in double quotes.
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
