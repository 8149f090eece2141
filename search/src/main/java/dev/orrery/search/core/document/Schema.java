package dev.orrery.search.core.document;

import dev.orrery.search.core.SearchException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The fields of an index. Fixed for the index's life: another schema is another index.
public final class Schema {
  public static final int MAXIMUM_FIELDS = 64;
  public static final int MAXIMUM_ID_BYTES = 512;
  public static final int MAXIMUM_KEYWORD_BYTES = 8_191;
  public static final int MAXIMUM_VALUES = 1_000;

  /// Beyond this a double no longer holds every whole number.
  public static final long MAXIMUM_WHOLE = 1L << 53;

  private final SequencedMap<String, FieldDefinition> fields = new LinkedHashMap<>();

  /// @throws SearchException.Invalid when a name occurs twice or there are too many
  public Schema(Collection<FieldDefinition> definitions) {
    if (definitions.size() > MAXIMUM_FIELDS) {
      throw new SearchException.Invalid(
          "fields", definitions.size() + " fields; at most " + MAXIMUM_FIELDS + " are allowed");
    }
    for (FieldDefinition definition : definitions) {
      if (fields.putIfAbsent(definition.name(), definition) != null) {
        throw new SearchException.Invalid(
            "fields.name", "field '" + definition.name() + "' is defined twice");
      }
    }
  }

  public List<FieldDefinition> fields() {
    return List.copyOf(fields.values());
  }

  /// The field of that name, or null.
  public @Nullable FieldDefinition field(String name) {
    return fields.get(name);
  }

  /// The field of that name.
  ///
  /// @param where in the request it was named
  /// @param kind what it must be, e.g. "a keyword field"
  /// @throws SearchException.Invalid when there is none or it is something else
  public FieldDefinition require(
      String where, String name, String kind, Predicate<FieldType> wanted) {
    FieldDefinition field = fields.get(name);
    if (field == null) {
      throw new SearchException.Invalid(
          where,
          "there is no field '" + name + "'; there are " + String.join(", ", fields.keySet()));
    }
    if (!wanted.test(field.type())) {
      throw new SearchException.Invalid(
          where, "field '" + name + "' is of type " + field.type() + ", not " + kind);
    }
    return field;
  }

  /// @throws SearchException.Unfit when a document is not of this schema
  public void check(Document document) {
    int idBytes = document.id().getBytes(StandardCharsets.UTF_8).length;
    if (idBytes < 1 || idBytes > MAXIMUM_ID_BYTES) {
      throw new SearchException.Unfit(
          "an id has 1 to " + MAXIMUM_ID_BYTES + " bytes, not " + idBytes);
    }
    document.fields().forEach((name, values) -> check(document.id(), name, values));
  }

  private void check(String id, String name, List<FieldValue> values) {
    FieldDefinition field = fields.get(name);
    if (field == null) {
      throw unfit(id, "field '" + name + "' is not in the schema");
    }
    if (values.size() > (field.type().isNumeric() ? 1 : MAXIMUM_VALUES)) {
      throw unfit(id, "field '" + name + "' has " + values.size() + " values");
    }
    for (FieldValue value : values) {
      boolean fits =
          switch (value) {
            case FieldValue.Whole(long number) ->
                field.type().isNumeric() && Math.abs(number) <= MAXIMUM_WHOLE;
            case FieldValue.Text(String text) ->
                field.type() == FieldType.TEXT
                    || (field.type().isKeyword()
                        && text.getBytes(StandardCharsets.UTF_8).length <= MAXIMUM_KEYWORD_BYTES);
          };
      if (!fits) {
        throw unfit(id, "field '" + name + "' of type " + field.type() + " cannot hold " + value);
      }
    }
  }

  private static SearchException.Unfit unfit(String id, String why) {
    return new SearchException.Unfit("document '" + id + "': " + why);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Schema schema && fields().equals(schema.fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  @Override
  public String toString() {
    return fields.values().toString();
  }
}
