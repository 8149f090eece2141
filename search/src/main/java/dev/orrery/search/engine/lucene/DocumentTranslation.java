package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/// Our documents as Lucene keeps them, and back.
///
/// | field | for searching | for sorting, counting | stored |
/// |---|---|---|---|
/// | `_id` | one term | column of bytes | yes |
/// | text | terms with frequencies, positions, length | | as given |
/// | keyword | one term a value | column of values | as given |
/// | integer, date | points | column of numbers | as given |
final class DocumentTranslation {
  static final String ID = "_id";

  private final Schema schema;

  DocumentTranslation(Schema schema) {
    this.schema = schema;
  }

  org.apache.lucene.document.Document toLucene(Document document) {
    org.apache.lucene.document.Document translated = new org.apache.lucene.document.Document();
    translated.add(new StringField(ID, document.id(), Field.Store.YES));
    translated.add(new SortedDocValuesField(ID, new BytesRef(document.id())));
    document
        .fields()
        .forEach((name, values) -> {
          FieldDefinition field = schema.field(name);
          if (field == null) {
            throw new IllegalStateException("not checked: " + name);
          }
          values.forEach(value -> add(translated, field, value));
        });
    return translated;
  }

  private static void add(
      org.apache.lucene.document.Document document, FieldDefinition field, FieldValue value) {
    String name = field.name();
    switch (value) {
      case FieldValue.Whole(long number) ->
          document.add(new LongField(name, number, Field.Store.YES));
      case FieldValue.Text(String text) when field.type() == FieldType.TEXT ->
          document.add(new TextField(name, text, Field.Store.YES));
      case FieldValue.Text(String text) -> {
        String term = keyword(field, text);
        document.add(new StringField(name, term, Field.Store.NO));
        document.add(new SortedSetDocValuesField(name, new BytesRef(term)));
        document.add(new StoredField(name, text));
      }
    }
  }

  /// A keyword as it is indexed and asked for.
  static String keyword(FieldDefinition field, String text) {
    return field.type() == FieldType.KEYWORD_LOWERCASE ? text.toLowerCase(Locale.ROOT) : text;
  }

  Document fromLucene(org.apache.lucene.document.Document stored) {
    Map<String, List<FieldValue>> fields = new TreeMap<>();
    String id = "";
    for (IndexableField field : stored.getFields()) {
      if (field.name().equals(ID)) {
        id = field.stringValue();
      } else {
        Number number = field.numericValue();
        fields
            .computeIfAbsent(field.name(), _ -> new ArrayList<>())
            .add(
                number == null
                    ? new FieldValue.Text(field.stringValue())
                    : new FieldValue.Whole(number.longValue()));
      }
    }
    return new Document(id, fields);
  }
}
