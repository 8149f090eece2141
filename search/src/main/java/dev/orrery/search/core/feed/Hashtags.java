package dev.orrery.search.core.feed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hashtags of a text: `#` and then letters, digits and `_`, at least one letter among them,
/// not in the middle of a word.
final class Hashtags {
  /// Longer ones are no hashtags.
  private static final int MAXIMUM_LENGTH = 100;

  private static final Pattern TAG =
      Pattern.compile("(?<![\\p{L}\\p{N}_&/])#([\\p{L}\\p{M}\\p{N}_]++)");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  private Hashtags() {}

  /// Each once, in the order of the text, without the `#`.
  static List<String> of(String text) {
    Set<String> tags = new LinkedHashSet<>();
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      String name = tag.group(1);
      if (name.length() <= MAXIMUM_LENGTH && LETTER.matcher(name).find()) {
        tags.add(name);
      }
    }
    return new ArrayList<>(tags);
  }
}
