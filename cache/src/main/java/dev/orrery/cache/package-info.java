/// The cache: strings and sorted lists in memory, each key with an optional time to live, all of
/// them together within a byte bound.
///
/// **Why.** The database answers a timeline in milliseconds and can answer only so many; most
/// requests ask for what somebody asked for a moment ago. A cache keeps those answers close, and it
/// is allowed to forget: whoever reads it must be able to do without. That permission is what makes
/// it fast: no disk, no quorum, and when it is full something simply goes.
///
/// ```
///       edge                                core
///   resp  ─► RequestDecoder ─► CommandProcessor ─► a Command ──┐
///            one read,         table, checks,      one method  │     ┌► Database 0…15: Dictionary
///            many commands     MULTI, log                      ├──► Databases ─► EvictionPolicy
///   grpc  ─► CacheService ───► Keyspace ───────────────────────┘     │ one lock  ─► ExpiryIndex
///            limits, status    the contract's calls                  └► observers: WATCH, blocked
///                                                                       clients, key events, log
/// ```
///
/// **One keyspace, one lock, one event loop.** Commands are a microsecond long and every one of
/// them, reads too, changes something (the eviction order, a count), so they run one after another.
/// Connections of Redis's protocol all live on one event loop. It reads what has arrived, takes the
/// lock once, runs all commands of the batch, and writes their replies into one array that goes out
/// in one write. The lock is free nearly always: only gRPC calls and the collector of expired keys
/// take it besides, and need no executor and no second way in. Sharding would make a transaction,
/// `RENAME` or `SWAPDB` a distributed one and buy nothing where the network call is what costs.
///
/// **Types.** A [dev.orrery.cache.core.keyspace.Value] is one class for each type and encoding; the
/// keyspace knows no more of it than its name, its weight and how to copy it. It is an open
/// interface: a type lives in a package of its own, with its commands. Keys are
/// [dev.orrery.cache.core.memory.Bytes], whose hash is computed once. A command is a method
/// ([dev.orrery.cache.core.command.Command]); a family of them is a list of
/// [dev.orrery.cache.core.command.CommandSpec]s that [dev.orrery.cache.core.command.Commands] adds
/// to the table.
///
/// **Honest bytes.** The bound is on what keys really cost: their bytes and the headers,
/// references, table slots, skip-list nodes, policy nodes and timers around them, added up by
/// [dev.orrery.cache.core.memory.MemoryLayout]. A cache that counts only values would hold 64 MiB
/// of counters in several times as much heap. `CONFIG SET maxmemory 0` takes the bound away, and
/// with it the policy.
///
/// **Two ways to expire.** Deadlines are absolute, in wall milliseconds, as clients give them. A
/// lookup compares the deadline with the clock (lazy), so nobody reads a key whose time is over; a
/// timer wheel collects what nobody asks for (active), so it does not occupy memory.
///
/// **Who hears of a change.** A [dev.orrery.cache.core.keyspace.KeyspaceObserver] hears of every
/// key touched, whatever protocol touched it: that is WATCH, and how BLPOP wakes. The
/// [dev.orrery.cache.core.command.Propagation] hears commands, for logs and replicas. A
/// [dev.orrery.cache.core.command.CommandObserver] hears every command, for the slow log and
/// MONITOR.
///
/// Invariants:
///
/// * the bytes accounted never exceed the capacity, and are within a few percent of the heap used;
/// * a key whose time is over is never returned, and is gone one tick after;
/// * a command, and a transaction, happens whole, with nobody in between;
/// * a change of a sorted list over gRPC happens whole or not at all;
/// * a write that alone exceeds the capacity is refused and changes nothing.
///
/// What fails, and how: a restart loses everything, by design; an eviction may take any key at any
/// time; a full cache never refuses a write that fits, it forgets something else.
///
/// Reading order: `core.memory`, `core.dictionary.Dictionary`, `core.keyspace.Databases` and
/// `Database`, `core.expiry.ExpiryIndex`, `core.command.CommandProcessor`, `StringCommands`,
/// `edge.resp.RespConnection`, `core.sortedlist.SkipList`, `core.keyspace.Keyspace`,
/// `edge.grpc.CacheService`, [dev.orrery.cache.CacheServer].
@NullMarked
package dev.orrery.cache;

import org.jspecify.annotations.NullMarked;
