package dev.orrery.search.core.document;

import dev.orrery.search.core.SearchException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One field of a schema.
///
/// @param analyzer of a text field one of [#ANALYZERS]; empty for others
public record FieldDefinition(String name, FieldType type, String analyzer) {
  public static final Set<String> ANALYZERS = Set.of("standard", "english", "simple", "whitespace");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_]{0,63}");

  /// @throws SearchException.Invalid for a name or an analyzer that cannot be
  public FieldDefinition {
    if (!NAME.matcher(name).matches()) {
      throw new SearchException.Invalid(
          "fields.name", "'" + name + "' is no field name; " + NAME + " is");
    }
    if (type == FieldType.TEXT && !ANALYZERS.contains(analyzer)) {
      throw new SearchException.Invalid(
          "fields.analyzer",
          "'" + analyzer + "' is none of " + String.join(", ", new TreeSet<>(ANALYZERS)));
    }
    if (type != FieldType.TEXT && !analyzer.isEmpty()) {
      throw new SearchException.Invalid(
          "fields.analyzer", "field '" + name + "' is no text and is not analysed");
    }
  }

  public static FieldDefinition text(String name, String analyzer) {
    return new FieldDefinition(name, FieldType.TEXT, analyzer);
  }

  public static FieldDefinition of(String name, FieldType type) {
    return new FieldDefinition(name, type, type == FieldType.TEXT ? "standard" : "");
  }
}
