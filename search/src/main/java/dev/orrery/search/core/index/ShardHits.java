package dev.orrery.search.core.index;

import dev.orrery.search.core.ranking.Hit;
import java.util.List;

/// What one shard found.
///
/// @param hits the first of them, in the order of hits
/// @param total of all that match
public record ShardHits(List<Hit> hits, long total) {}
