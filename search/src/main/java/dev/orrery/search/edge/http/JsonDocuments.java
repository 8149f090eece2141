package dev.orrery.search.edge.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Documents and mappings as JSON. A date is milliseconds since 1970 or ISO 8601 (a day, or an
/// instant with its zone), and comes back as milliseconds.
final class JsonDocuments {
  private JsonDocuments() {}

  /// `{"mappings": {"properties": {"text": {"type": "text", "analyzer": "english"}}}}`. A keyword
  /// may have `"normalizer": "lowercase"`.
  static Schema schema(JsonObject body) {
    List<FieldDefinition> fields = new ArrayList<>();
    if (body.has("mappings")) {
      JsonObject mappings = JsonBody.object(body.get("mappings"), "mappings");
      if (mappings.has("properties")) {
        JsonBody.object(mappings.get("properties"), "properties")
            .entrySet()
            .forEach(field ->
                fields.add(
                    field(field.getKey(), JsonBody.object(field.getValue(), field.getKey()))));
      }
    }
    return new Schema(fields);
  }

  private static FieldDefinition field(String name, JsonObject mapping) {
    String type = JsonBody.text(mapping.get("type"), name + ".type");
    return switch (type) {
      case "text" ->
          FieldDefinition.text(
              name,
              mapping.has("analyzer")
                  ? JsonBody.text(mapping.get("analyzer"), "analyzer")
                  : "standard");
      case "keyword" ->
          FieldDefinition.of(
              name, mapping.has("normalizer") ? lowercase(mapping) : FieldType.KEYWORD);
      case "integer", "long" -> FieldDefinition.of(name, FieldType.INTEGER);
      case "date" -> FieldDefinition.of(name, FieldType.DATE);
      default ->
          throw RestError.mapping(
              "No handler for type [" + type + "] declared on field [" + name + "]");
    };
  }

  private static FieldType lowercase(JsonObject mapping) {
    String normalizer = JsonBody.text(mapping.get("normalizer"), "normalizer");
    if (!normalizer.equals("lowercase")) {
      throw RestError.mapping("normalizer [" + normalizer + "] not found");
    }
    return FieldType.KEYWORD_LOWERCASE;
  }

  static Document document(String id, JsonObject source, Schema schema) {
    Map<String, List<FieldValue>> fields = new HashMap<>();
    source
        .entrySet()
        .forEach(member -> {
          FieldDefinition field = schema.field(member.getKey());
          if (field == null) {
            throw RestError.mapping("field [" + member.getKey() + "] is not in the mapping");
          }
          List<FieldValue> values = new ArrayList<>();
          if (member.getValue() instanceof JsonArray several) {
            several.forEach(one -> values.add(value(field, one)));
          } else if (!member.getValue().isJsonNull()) {
            values.add(value(field, member.getValue()));
          }
          fields.put(field.name(), values);
        });
    return new Document(id, fields);
  }

  /// A value as the field holds it.
  static FieldValue value(FieldDefinition field, JsonElement element) {
    if (!(element instanceof JsonPrimitive primitive)) {
      throw RestError.mapping(
          "failed to parse field [" + field.name() + "]: " + JsonBody.shown(element));
    }
    return field.type().isNumeric()
        ? new FieldValue.Whole(whole(field, primitive))
        : new FieldValue.Text(primitive.getAsString());
  }

  /// @throws RestError when it is no whole number, or no date of a date field
  static long whole(FieldDefinition field, JsonPrimitive value) {
    try {
      if (value.isNumber()) {
        return value.getAsBigDecimal().longValueExact();
      }
      String text = value.getAsString();
      if (field.type() != FieldType.DATE) {
        return Long.parseLong(text);
      }
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : Instant.parse(text).toEpochMilli();
    } catch (NumberFormatException | ArithmeticException | DateTimeException malformed) {
      throw RestError.mapping(
          "failed to parse field [" + field.name() + "] of type [" + field.type() + "]: " + value);
    }
  }

  static JsonObject source(Document document, Schema schema) {
    JsonObject source = new JsonObject();
    document
        .fields()
        .forEach((name, values) -> {
          JsonArray all = new JsonArray();
          values.forEach(value -> all.add(json(value)));
          FieldDefinition field = schema.field(name);
          boolean single = all.size() == 1 && field != null;
          source.add(name, single ? all.get(0) : all);
        });
    return source;
  }

  private static JsonPrimitive json(FieldValue value) {
    return switch (value) {
      case FieldValue.Text(String text) -> new JsonPrimitive(text);
      case FieldValue.Whole(long number) -> new JsonPrimitive(number);
    };
  }
}
