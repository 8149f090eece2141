package dev.orrery.search.engine.lucene;

import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.Schema;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardAnalyzer;

/// From text to terms, each text field its own way. Question and document must go the same way, or
/// they never meet: "waves" and "wave" are both `wave` in English and two words elsewhere.
final class Analyzers {
  private Analyzers() {}

  static Analyzer of(Schema schema) {
    Map<String, Analyzer> byField = new HashMap<>();
    for (FieldDefinition field : schema.fields()) {
      if (field.type() == FieldType.TEXT) {
        byField.put(field.name(), named(field.analyzer()));
      }
    }
    return new PerFieldAnalyzerWrapper(new KeywordAnalyzer(), byField);
  }

  private static Analyzer named(String name) {
    return switch (name) {
      case "standard" -> new StandardAnalyzer();
      case "english" -> new EnglishAnalyzer();
      case "simple" -> new SimpleAnalyzer();
      case "whitespace" -> new WhitespaceAnalyzer();
      default -> throw new IllegalArgumentException("there is no analyzer '" + name + "'");
    };
  }
}
