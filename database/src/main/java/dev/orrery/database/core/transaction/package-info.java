/// Optimistic transactions: read freely, then prove at commit that what was read still holds.
///
/// A transaction reads at one version, remembers what it saw as preconditions, and sends them with
/// its writes. The commit is validated against the newest state, in one order for all, and either
/// all of it happens or nothing (Kung and Robinson, "On Optimistic Methods for Concurrency
/// Control", 1981: backward validation, serial). Nobody waits for a lock, and nobody can forget to
/// release one; the price is work done twice under contention, which the lab measures.
///
/// One group of commits, told along the time axis; A and B write one row under the same
/// precondition, C is asynchronous:
///
/// ```
///              validate          append     force          apply           answer
///   queue  →   A  ok   → v 7  ┐
///   A B C      B  sees A's    │
///              row at 7:      ├─► log ──► disk ──► store, visible = 8 ──► A 7 · B ABORTED · C 8
///              conflict       │
///              C  ok   → v 8  ┘
///              against the store, and over it the group's own writes not yet in the store
/// ```
///
/// While one group is forced the next one gathers in the queue: the slower the disk, the larger the
/// groups, and one flush serves them all (group commit; Gawlick and Kinkade 1985).
///
/// **What readers see.** A version becomes visible when its commit may be acknowledged: a
/// synchronous one after the force, so that nothing once read can be lost; an asynchronous one at
/// once, so that a crash may take back what was read, always the newest versions and never one in
/// the middle. Those numbers are then given again, to other commits. Who builds on asynchronous
/// writes of others lives with that, as with `synchronous_commit = off` in PostgreSQL.
///
/// **Failure.** When the log or the store fails, or the disk is full, nothing is known of the bytes
/// since the last force: the engine takes no further commit until it is opened anew. Reads go on at
/// what was visible.
///
/// Invariants: versions are dense, in the order of validation; the log is forced before the store
/// shows a synchronous commit; between the validation of a commit and its place in the order no
/// other commit comes.
///
/// Reading order: [dev.orrery.database.core.transaction.Transaction],
/// [dev.orrery.database.core.transaction.ConflictValidator] and its
/// [dev.orrery.database.core.transaction.BackwardValidator],
/// [dev.orrery.database.core.transaction.PendingRows],
/// [dev.orrery.database.core.transaction.TransactionEngine].
@NullMarked
package dev.orrery.database.core.transaction;

import org.jspecify.annotations.NullMarked;
