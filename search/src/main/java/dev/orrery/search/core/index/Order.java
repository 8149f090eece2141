package dev.orrery.search.core.index;

/// By what hits are ranked.
///
/// @param field an integer or date field; empty means by score
public record Order(String field, boolean ascending) {
  public static final Order BY_SCORE = new Order("", false);

  public boolean byScore() {
    return field.isEmpty();
  }
}
