package dev.orrery.search.core.feed;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How one field of a document comes from an event. Written `TYPE PATH`, where TYPE is an analyzer
/// (`english`, `standard`, …), `keyword`, `keyword-lowercase`, `integer` or `date`, and PATH is the
/// way to a field of the event, or `hashtags(PATH)` of a text, or `day(PATH)` of milliseconds since
/// 1970 (in UTC, `2026-11-24`).
record FieldMapping(FieldDefinition field, Extraction extraction, EventPath path) {
  enum Extraction {
    VALUE,
    HASHTAGS,
    DAY
  }

  private static final Pattern FORM =
      Pattern.compile("([a-z-]+) +(?:(hashtags|day)\\(([\\w.]+)\\)|([\\w.]+))");

  /// @throws IllegalArgumentException telling what is wrong
  static FieldMapping parse(String name, String text, Descriptor event) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "field '"
              + name
              + "' is \""
              + text
              + "\", expected \"TYPE PATH\", e.g. \"english post.text\"");
    }
    Extraction extraction =
        form.group(2) == null
            ? Extraction.VALUE
            : Extraction.valueOf(form.group(2).toUpperCase(Locale.ROOT));
    String path = form.group(2) == null ? form.group(4) : form.group(3);
    FieldMapping mapping =
        new FieldMapping(field(name, form.group(1)), extraction, EventPath.parse(path, event));
    mapping.checkType(text);
    return mapping;
  }

  private static FieldDefinition field(String name, String type) {
    return FieldDefinition.ANALYZERS.contains(type)
        ? FieldDefinition.text(name, type)
        : FieldDefinition.of(
            name, FieldType.valueOf(type.replace('-', '_').toUpperCase(Locale.ROOT)));
  }

  private void checkType(String text) {
    boolean whole = path.type() == JavaType.INT || path.type() == JavaType.LONG;
    boolean fits =
        switch (extraction) {
          case VALUE -> field.type().isNumeric() ? whole : path.type() == JavaType.STRING;
          case HASHTAGS -> field.type().isKeyword() && path.type() == JavaType.STRING;
          case DAY -> field.type().isKeyword() && whole;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "field '" + field.name() + "' is \"" + text + "\", and these types do not fit");
    }
  }

  /// Empty texts are left out: proto3 does not tell them from none.
  List<FieldValue> values(Message event) {
    List<FieldValue> values = new ArrayList<>();
    for (Object value : path.values(event)) {
      switch (extraction) {
        case VALUE -> {
          if (value instanceof Number number) {
            values.add(new FieldValue.Whole(number.longValue()));
          } else if (!value.toString().isEmpty()) {
            values.add(new FieldValue.Text(value.toString()));
          }
        }
        case HASHTAGS ->
            Hashtags.of(value.toString()).forEach(tag -> values.add(new FieldValue.Text(tag)));
        case DAY -> values.add(new FieldValue.Text(day(((Number) value).longValue())));
      }
    }
    return values;
  }

  private static String day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
  }
}
