package dev.orrery.search.core.index;

import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What an index is.
///
/// @param shards 1 to [#MAXIMUM_SHARDS]
public record IndexDefinition(String name, Schema schema, int shards) {
  public static final int MAXIMUM_SHARDS = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final String HEADER = "orrery index 1";

  /// @throws SearchException.Invalid for an impossible name or number
  public IndexDefinition {
    if (!NAME.matcher(name).matches()) {
      throw new SearchException.Invalid(
          "index", "'" + name + "' is no name of an index; " + NAME + " is");
    }
    if (shards < 1 || shards > MAXIMUM_SHARDS) {
      throw new SearchException.Invalid(
          "shards", "an index has 1 to " + MAXIMUM_SHARDS + " shards, not " + shards);
    }
  }

  /// As it lies on disk: a header, the number of shards, a line a field.
  String text() {
    StringBuilder text = new StringBuilder(HEADER).append("\nshards ").append(shards).append('\n');
    for (FieldDefinition field : schema.fields()) {
      text.append("field ").append(field.name()).append(' ').append(field.type());
      text.append(' ').append(field.analyzer()).append('\n');
    }
    return text.toString();
  }

  /// @throws IllegalArgumentException when the text is not of that form
  static IndexDefinition parse(String name, String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(HEADER)) {
      throw new IllegalArgumentException("the definition of index '" + name + "' is damaged");
    }
    List<FieldDefinition> fields = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      String[] parts = line.split(" ", 4);
      fields.add(new FieldDefinition(parts[1], FieldType.valueOf(parts[2]), parts[3]));
    }
    int shards = Integer.parseInt(lines.get(1).substring("shards ".length()));
    return new IndexDefinition(name, new Schema(fields), shards);
  }
}
