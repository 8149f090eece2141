/// The database: ordered key-value tables with optimistic transactions, reads at a version, and a
/// durability that a simulated disk has tried to break.
///
/// ```
///      gRPC  orrery.database.v1
///   ─────┬──────────────────────────────────────────────────────────────────────────────
///   edge │ DatabaseService      Get, Scan ──► ReadPool (platform threads)
///        │                      Commit ─────► Committer (one thread, bounded queue) ─┐ groups
///   ─────┼────────────────────────────────────────────────────────────────────────── │ ──
///   core │ transaction   TransactionEngine   validate ─► log ─► force ─► apply ─► visible
///        │                    │                  ▲        │                │
///        │ mvcc          VersionedRows ──────────┘        │                │   Retention
///        │ commitlog          ▲                       CommitLog            │   GarbageCollector
///        │ store              └──────────────── OrderedStore ◄─────────────┘
///   ─────┼───────────────────────────────────────── ▲ ───── ▲ ───────────────────────────
///        │                              SortedMapStore    RocksDbStore   │ Disk (port)
/// ```
///
/// **Why three layers.** The ordered store sorts and keeps; it knows no versions and need not be
/// durable at every write. The versions turn it into many states at once, so that readers and one
/// writer need no lock between them. The log makes commits durable in order. Each can be read
/// alone, and the store can be swapped.
///
/// **The write path is one line.** One thread takes all commits that wait, validates each against
/// everything before it, appends them, forces once, applies, and answers. Serial validation is what
/// makes optimistic concurrency control easy to believe; the force is what costs, and it is shared.
///
/// **Invariants**
///
/// 1. What was acknowledged under DURABILITY_SYNC survives any crash; under DURABILITY_ASYNC a
///    crash takes a suffix, no later than the asynchronous delay before it.
/// 2. A commit happens whole or not at all, to readers and to crashes.
/// 3. Every commit sees all earlier ones: the history is strictly serializable.
/// 4. A readable version gives the same rows for as long as it is readable.
/// 5. Nothing waits without a bound: commits, bytes, reads, snapshots, pages.
///
/// **Failures.** A torn tail of the log is cut; damage below what was forced is reported, and what
/// follows is read. A failed or full disk stops commits (UNAVAILABLE, reason STORAGE_FAILED; health
/// DOWN), not reads.
///
/// **Reading order**: [dev.orrery.database.core.store], [dev.orrery.database.core.mvcc],
/// [dev.orrery.database.core.commitlog], [dev.orrery.database.core.transaction], then
/// [dev.orrery.database.edge.grpc] and [dev.orrery.database.DatabaseServer].
@NullMarked
package dev.orrery.database;

import org.jspecify.annotations.NullMarked;
