package dev.orrery.search.core.index;

import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.ranking.Hit;
import dev.orrery.search.core.scoring.CollectionStatistics;
import dev.orrery.search.core.scoring.TermStatistics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a query's ranking rests on: the first phase of a search collects it from every shard, and
/// the sum of all is what the second phase scores with.
///
/// Scores from statistics of one shard alone cannot be compared with those of another: where a word
/// happens to be rare it weighs more. The sum makes the index one collection again.
///
/// @param collections by field
/// @param terms by field and term
/// @param expansions the terms each fuzzy clause means, with the share of a full score each earns,
///   nearest first
public record QueryStatistics(
    Map<String, CollectionStatistics> collections,
    Map<FieldTerm, TermStatistics> terms,
    Map<Query.Fuzzy, Map<String, Float>> expansions) {
  /// Of a fuzzy clause, in all shards together.
  public static final int MAXIMUM_EXPANSIONS = 50;

  public static final QueryStatistics EMPTY = new QueryStatistics(Map.of(), Map.of(), Map.of());

  public record FieldTerm(String field, String term) {}

  public static QueryStatistics sum(List<QueryStatistics> shards) {
    Map<String, CollectionStatistics> collections = new HashMap<>();
    Map<FieldTerm, TermStatistics> terms = new HashMap<>();
    Map<Query.Fuzzy, Map<String, Float>> expansions = new HashMap<>();
    for (QueryStatistics shard : shards) {
      shard.collections.forEach(
          (field, one) -> collections.merge(field, one, CollectionStatistics::plus));
      shard.terms.forEach((term, one) -> terms.merge(term, one, TermStatistics::plus));
      shard.expansions.forEach((clause, found) ->
          expansions.computeIfAbsent(clause, _ -> new HashMap<>()).putAll(found));
    }
    expansions.replaceAll((_, found) -> nearest(found));
    return new QueryStatistics(collections, terms, expansions);
  }

  /// The [#MAXIMUM_EXPANSIONS] nearest, equally near ones in order.
  public static Map<String, Float> nearest(Map<String, Float> found) {
    Map<String, Float> nearest = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(
            Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey, Hit::byCodePoints))
        .limit(MAXIMUM_EXPANSIONS)
        .forEach(entry -> nearest.put(entry.getKey(), entry.getValue()));
    return nearest;
  }
}
