package dev.orrery.search.core.ranking;

import java.util.List;
import java.util.Optional;

/// Puts all hits together, sorts, and takes the first. For small pages of few shards as good as
/// any.
public final class SortingTopK implements TopK {
  @Override
  public List<Hit> merge(List<List<Hit>> shards, Optional<Hit> after, int limit) {
    return shards.stream()
        .flatMap(List::stream)
        .filter(hit -> after.isEmpty() || hit.compareTo(after.get()) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }
}
