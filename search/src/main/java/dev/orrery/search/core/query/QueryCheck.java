package dev.orrery.search.core.query;

import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.document.FieldType;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import java.util.List;
import java.util.stream.Stream;

/// What can be asked of a schema, within bounds: what passes here the engine can run.
public final class QueryCheck {
  public static final int MAXIMUM_DEPTH = 16;
  public static final int MAXIMUM_CLAUSES = 256;
  public static final int MAXIMUM_TEXT = 4_096;
  public static final int MAXIMUM_SLOP = 100;
  public static final int MAXIMUM_EDITS = 2;
  private static final String WHERE = "query";

  private final Schema schema;
  private int clauses;

  private QueryCheck(Schema schema) {
    this.schema = schema;
  }

  /// @throws SearchException.Invalid for a field that is not there or of the wrong type, or beyond
  ///   a bound
  public static void check(Query query, Schema schema) {
    new QueryCheck(schema).check(query, 1);
  }

  private void check(Query query, int depth) {
    require(depth <= MAXIMUM_DEPTH, "more than " + MAXIMUM_DEPTH + " deep");
    require(++clauses <= MAXIMUM_CLAUSES, "more than " + MAXIMUM_CLAUSES + " clauses");
    switch (query) {
      case Query.MatchAll() -> {}
      case Query.Match(String field, String text, boolean _) -> words(field, text);
      case Query.Phrase(String field, String text, int slop) -> {
        words(field, text);
        require(slop >= 0 && slop <= MAXIMUM_SLOP, "a slop is 0 to " + MAXIMUM_SLOP);
      }
      case Query.Prefix(String field, String value) -> words(field, value);
      case Query.Fuzzy(String field, String value, int edits) -> {
        words(field, value);
        require(edits >= 0 && edits <= MAXIMUM_EDITS, "at most 2 edits are allowed, not " + edits);
      }
      case Query.Term(String field, FieldValue value) -> term(field, value);
      case Query.Range(String field, long _, long _) ->
          schema.require(WHERE, field, "an integer or date field", FieldType::isNumeric);
      case Query.Bool bool -> {
        require(
            bool.minimumShouldMatch() >= 0 && bool.minimumShouldMatch() <= bool.should().size(),
            "minimum_should_match is "
                + bool.minimumShouldMatch()
                + " of "
                + bool.should().size()
                + " clauses");
        Stream.of(bool.must(), bool.should(), bool.filter(), bool.mustNot())
            .flatMap(List::stream)
            .forEach(clause -> check(clause, depth + 1));
      }
    }
  }

  private void words(String field, String text) {
    schema.require(WHERE, field, "a text or keyword field", type -> !type.isNumeric());
    require(
        text.length() <= MAXIMUM_TEXT,
        "a text of " + text.length() + " characters; at most " + MAXIMUM_TEXT + " are allowed");
  }

  private void term(String field, FieldValue value) {
    switch (value) {
      case FieldValue.Text(String text) -> words(field, text);
      case FieldValue.Whole(long _) ->
          schema.require(WHERE, field, "an integer or date field", FieldType::isNumeric);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new SearchException.Invalid(WHERE, message);
    }
  }
}
