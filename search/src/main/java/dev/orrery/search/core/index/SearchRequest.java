package dev.orrery.search.core.index;

import dev.orrery.search.core.query.Query;
import dev.orrery.search.core.ranking.Hit;
import java.util.List;
import java.util.Optional;

/// A page of hits, asked for.
///
/// @param from hits to skip
/// @param after only hits after this place
/// @param highlight text fields
/// @param idsOnly whether to leave the documents' fields out
public record SearchRequest(
    Query query,
    int from,
    int size,
    Optional<Hit> after,
    Order order,
    List<String> highlight,
    boolean idsOnly) {
  public static final int MAXIMUM_SIZE = 1_000;

  /// Of `from` and `size` together: every shard must find that many.
  public static final int MAXIMUM_WINDOW = 10_000;

  /// The first hits by score.
  public static SearchRequest first(int size, Query query) {
    return new SearchRequest(query, 0, size, Optional.empty(), Order.BY_SCORE, List.of(), false);
  }
}
