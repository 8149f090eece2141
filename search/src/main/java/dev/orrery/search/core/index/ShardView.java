package dev.orrery.search.core.index;

import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.ranking.Hit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// A shard at one moment. All phases of a search look at the same view, so that what was found can
/// be fetched. Used by one thread at a time.
public interface ShardView extends AutoCloseable {
  /// What this shard knows of the terms and fields that a query ranks by, and which terms its fuzzy
  /// parts mean.
  QueryStatistics statistics(Query query) throws IOException;

  /// @param statistics of all shards, or of this one
  /// @param limit at least 1
  ShardHits search(
      Query query, QueryStatistics statistics, Order order, Optional<Hit> after, int limit)
      throws IOException;

  /// How many of the documents found hold each value of a keyword field.
  ///
  /// @throws dev.orrery.search.core.SearchException.TooManyBuckets beyond `maximum` values
  ValueCounts counts(Query query, QueryStatistics statistics, String field, int maximum)
      throws IOException;

  /// Documents by id, with highlights of the named text fields.
  ///
  /// @param withDocument whether to read what was stored
  Map<String, Found> fetch(
      List<String> ids,
      Query query,
      QueryStatistics statistics,
      List<String> highlight,
      boolean withDocument)
      throws IOException;

  /// The values of a keyword field that begin with a prefix, in order, and how many documents hold
  /// each; at most `maximum` are looked at.
  SortedMap<String, Long> valuesFrom(String field, String prefix, int maximum) throws IOException;

  @Override
  void close() throws IOException;
}
