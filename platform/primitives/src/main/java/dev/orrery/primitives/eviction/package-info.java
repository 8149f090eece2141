/// Who leaves when a cache is full.
///
/// A cache holds more keys than fit, sooner or later. An
/// [dev.orrery.primitives.eviction.EvictionPolicy] is told of every access with the key's weight in
/// bytes, and answers with the keys that have to go:
///
/// ```
///   capacity 3, each key weighs 1          Lru           Lfu           Fifo
///   put a; put b; get a; put c             a b c         a b c         a b c     resident
///   put d                                  → evicts b    → evicts b    → evicts a
/// ```
///
/// Weights are bytes, not entries: one large value may push out many small ones, and a value that
/// is larger than the whole cache is refused at once without pushing out anybody.
///
/// Invariants, which the contract `cache.eviction` checks of any implementation:
///
/// * `usedBytes` is the sum of the residents' weights and never exceeds `capacityBytes`;
/// * only a resident, or the newcomer itself, is evicted, and each once;
/// * nothing is evicted while everything fits;
/// * a removed key gives its bytes back and is not heard of again.
///
/// Every operation of the three policies here is constant time (eviction: constant per victim).
/// Reading order: `EvictionPolicy`, `Queue`, `Fifo`, `Lru`, `Lfu`.
@NullMarked
package dev.orrery.primitives.eviction;

import org.jspecify.annotations.NullMarked;
