package dev.orrery.search.core.ranking;

import java.util.List;
import java.util.Optional;

/// One page out of what the shards found. Swap point `search.top-k`.
///
/// Implementations are stateless and thread-safe.
@FunctionalInterface
public interface TopK {
  /// The first `limit` hits after `after` in the order of [Hit].
  ///
  /// @param shards what each found, each in the order of hits; no id occurs twice
  /// @param after a place in the order, whether or not a hit stands there; only what comes strictly
  ///   after it is taken. None means from the beginning.
  /// @param limit at least 0
  List<Hit> merge(List<List<Hit>> shards, Optional<Hit> after, int limit);
}
