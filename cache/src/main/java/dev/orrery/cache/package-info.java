/// The cache: strings and sorted lists in memory, each key with an optional time to live, all of
/// them together within a byte bound.
///
/// **Why.** The database answers a timeline in milliseconds and can answer only so many; most
/// requests ask for what somebody asked for a moment ago. A cache keeps those answers close, and it
/// is allowed to forget: whoever reads it must be able to do without. That permission is what makes
/// it fast: no disk, no quorum, and when it is full something simply goes.
///
/// ```
///             edge/grpc                      core
///   call ──► CacheService ──► Keyspace ─┬─► Entry ─► StringValue | SortedList (skip list)
///            limits, status   one lock  ├─► EvictionPolicy   who leaves when full
///            codes, spans               └─► ExpiryIndex      who leaves when time is over
/// ```
///
/// **Honest bytes.** The bound is on what keys really cost: their bytes and the headers,
/// references, hash-map entries, skip-list nodes, policy nodes and timers around them, added up by
/// [dev.orrery.cache.core.memory.MemoryLayout]. A cache that counts only values would hold 64 MiB
/// of counters in 800 MiB of heap.
///
/// **One lock.** Every operation, reads too, since a read changes the eviction order, runs under
/// one lock of the keyspace. That makes each operation atomic and the whole linearizable, and it is
/// not where the time goes: an operation holds it for about a microsecond, and the gRPC call around
/// it costs some tens.
///
/// **Two ways to expire.** A lookup compares the deadline with the clock (lazy), so nobody reads a
/// key whose time is over; a timer wheel collects what nobody asks for (active), so it does not
/// occupy memory.
///
/// Invariants:
///
/// * the bytes accounted never exceed the capacity, and are within a few percent of the heap used;
/// * a key whose time is over is never returned, and is gone one tick after;
/// * a change of a sorted list happens whole or not at all;
/// * a write that alone exceeds the capacity is refused and changes nothing.
///
/// What fails, and how: a restart loses everything, by design; an eviction may take any key at any
/// time; a full cache never refuses a write that fits, it forgets something else.
///
/// Reading order: `core.memory`, `core.sortedlist.SkipList`, `core.expiry.ExpiryIndex`,
/// `core.keyspace.Keyspace`, `edge.grpc.CacheService`, [dev.orrery.cache.CacheServer].
@NullMarked
package dev.orrery.cache;

import org.jspecify.annotations.NullMarked;
