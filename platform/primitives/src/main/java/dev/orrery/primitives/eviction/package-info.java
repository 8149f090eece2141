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
/// What they know of the past, and where they put it:
///
/// ```
///                    order of arrival     + one bit          + last use      + frequency
///   one queue        Fifo                 Clock, Sieve       Lru             Lfu, AgingLfu
///   several, names                        S3Fifo             TwoQueue, Arc   WTinyLfu (also of the absent)
///   none             RandomEviction                          VolatileTtl: the deadline alone
/// ```
///
/// No policy wins everywhere: a loop defeats all that go by recency, a sweep to and fro those that
/// are clever about newcomers. Every operation is constant time (eviction: constant per victim,
/// amortised where marks are wiped or counts halve; `VolatileTtl` pays a logarithm), and a read of
/// a resident allocates nothing.
///
/// Reading order: `EvictionPolicy`, `Queue`, `Fifo`, `Lru`, `Lfu`; `Residents`, `Clock`, `Sieve`,
/// `AgingLfu`, `RandomEviction`; `Segment`, `Ghosts`, `TwoQueue`, `S3Fifo`, `Arc`;
/// `TimedEvictionPolicy`, `VolatileTtl`; `HillClimber`, `WTinyLfu`; `EvictionPolicies`.
@NullMarked
package dev.orrery.primitives.eviction;

import org.jspecify.annotations.NullMarked;
