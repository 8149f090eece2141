/// One index over several shards: routing, scatter and gather, statistics of the whole, commits.
///
/// The engine that holds a shard stands behind [dev.orrery.search.core.index.Shard] and
/// [dev.orrery.search.core.index.ShardView]; nothing here knows which it is.
@NullMarked
package dev.orrery.search.core.index;

import org.jspecify.annotations.NullMarked;
