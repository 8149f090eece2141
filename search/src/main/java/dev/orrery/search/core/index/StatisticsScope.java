package dev.orrery.search.core.index;

/// Whose statistics a shard scores with.
public enum StatisticsScope {
  /// All shards' together: one more round, and scores do not depend on the number of shards.
  GLOBAL,
  /// Its own: one round less, and a document's score depends on the company it happens to keep.
  LOCAL
}
