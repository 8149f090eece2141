/// The keyspace: keys, their values, and every operation on them, each atomic.
///
/// [dev.orrery.cache.core.keyspace.Keyspace] joins three things that must agree at every instant:
/// the map of entries, the eviction policy that owns the byte bound, and the index of deadlines. It
/// is the only class with a lock. Values are strings or sorted lists; a new type of value is one
/// more record under [dev.orrery.cache.core.keyspace.Value].
///
/// Reading order: `Value`, `Entry`, `Keyspace`, `SortedListRange`.
@NullMarked
package dev.orrery.cache.core.keyspace;

import org.jspecify.annotations.NullMarked;
