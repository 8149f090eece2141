package dev.orrery.social.posts;

import java.util.Optional;

/// What a post may say. Pure.
public final class PostRules {
  /// Unicode code points, not bytes and not UTF-16 units: 😀 is one.
  public static final int MAXIMUM_CODE_POINTS = 280;

  private PostRules() {}

  /// What is wrong with the text, as a phrase after "text:"; empty when it may be posted.
  public static Optional<String> objection(String text) {
    if (text.isEmpty()) {
      return Optional.of("must have 1 to 280 characters, and has none");
    }
    int length = text.codePointCount(0, text.length());
    if (length > MAXIMUM_CODE_POINTS) {
      return Optional.of("must have 1 to 280 characters, and has " + length);
    }
    if (text.codePoints().allMatch(PostRules::blank)) {
      return Optional.of("must not be blank");
    }
    return text.codePoints()
        .filter(PostRules::forbidden)
        .mapToObj(point -> String.format("must not contain the character U+%04X", point))
        .findFirst();
  }

  private static boolean blank(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point);
  }

  private static boolean forbidden(int point) {
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return surrogate || (Character.isISOControl(point) && point != '\n' && point != '\t');
  }
}
