package dev.orrery.search.core.query;

import dev.orrery.search.core.document.FieldValue;
import java.util.List;

/// What is asked of an index.
public sealed interface Query {
  record MatchAll() implements Query {}

  /// Any word of the text, or all.
  record Match(String field, String text, boolean all) implements Query {}

  /// The words in this order, up to `slop` moves apart.
  record Phrase(String field, String text, int slop) implements Query {}

  record Prefix(String field, String value) implements Query {}

  /// @param maximumEdits 1 or 2; 0 chooses by the length of the value
  record Fuzzy(String field, String value, int maximumEdits) implements Query {
    /// Longer words allow more mistakes (as the "AUTO" of Elasticsearch).
    public int edits() {
      int length = value.codePointCount(0, value.length());
      if (maximumEdits > 0) {
        return maximumEdits;
      }
      if (length <= 2) {
        return 0;
      }
      return length <= 5 ? 1 : 2;
    }
  }

  /// One exact term or value.
  record Term(String field, FieldValue value) implements Query {}

  /// Both ends included; an open end is [Long#MIN_VALUE] or [Long#MAX_VALUE].
  record Range(String field, long from, long to) implements Query {}

  /// @param minimumShouldMatch of `should`
  record Bool(
      List<Query> must,
      List<Query> should,
      List<Query> filter,
      List<Query> mustNot,
      int minimumShouldMatch)
      implements Query {
    public Bool {
      must = List.copyOf(must);
      should = List.copyOf(should);
      filter = List.copyOf(filter);
      mustNot = List.copyOf(mustNot);
    }

    /// Without `must` and `filter` one of `should` must match, else none need.
    public static int defaultMinimum(List<Query> must, List<Query> should, List<Query> filter) {
      return must.isEmpty() && filter.isEmpty() && !should.isEmpty() ? 1 : 0;
    }
  }
}
