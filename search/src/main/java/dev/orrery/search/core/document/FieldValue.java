package dev.orrery.search.core.document;

/// One value of a field.
public sealed interface FieldValue {
  /// Of a text or keyword field.
  record Text(String text) implements FieldValue {}

  /// Of an integer or date field.
  record Whole(long number) implements FieldValue {}
}
