package dev.orrery.search.core.document;

/// What a field holds and how it can be asked.
public enum FieldType {
  /// Analysed full text, ranked.
  TEXT,
  /// One whole value: filters, facets, prefixes, suggestions.
  KEYWORD,
  /// The same in small letters.
  KEYWORD_LOWERCASE,
  /// A whole number within ±2^53.
  INTEGER,
  /// Milliseconds since 1970, within ±2^53.
  DATE;

  public boolean isKeyword() {
    return this == KEYWORD || this == KEYWORD_LOWERCASE;
  }

  public boolean isNumeric() {
    return this == INTEGER || this == DATE;
  }
}
