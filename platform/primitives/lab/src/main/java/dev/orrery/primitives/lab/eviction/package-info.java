/// `cache.eviction`: judges an [dev.orrery.primitives.eviction.EvictionPolicy].
///
/// The generic contract demands what any policy keeps (bounds, honest bytes, no strangers evicted).
/// The contracts `lru`, `lfu` and `fifo` compare with a list that is searched from end to end,
/// [dev.orrery.primitives.lab.eviction.ListPolicy], eviction by eviction. The twins are that list
/// with one mistake each.
@NullMarked
package dev.orrery.primitives.lab.eviction;

import org.jspecify.annotations.NullMarked;
