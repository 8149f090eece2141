/// Did it behave as if there were one copy, and one operation at a time? The judge of consistency.
///
/// Threads (or simulated clients) call the system and note each call's beginning and end. The
/// history is **linearizable** (Herlihy and Wing, 1990) when each operation can be given one
/// instant between its beginning and its end such that a plain sequential model, doing the
/// operations in the order of those instants, gives the very results that were seen.
///
/// ```
///   process 1   ├── write 1 ──┤              ├──── write 2 ────┤
///   process 2        ├── read → 1 ──┤            ├── read → 2 ──┤
///   process 3                                             ├─ read → 1 ─┤   ✗ not if it began
///                      ▲ one instant each, inside its bar ▲                  after a 2 was returned
/// ```
///
/// **The search** is Wing and Gong's (1993) with Lowe's memoisation (2017): of the operations that
/// may come next (those that began before any other one ended) try one on the model; when its
/// result fits, go on from there, else take back the last choice. A configuration (which operations
/// are done, model state) that was met before is not searched again. Histories over independent
/// keys are split by key, for linearizability is local: a history is linearizable iff each key's
/// is.
///
/// **Unknown outcomes.** A call that timed out may have taken effect at any later time, or never.
/// It has a beginning and no end, and any result fits. A call known to have failed without effect
/// is left out.
///
/// **Transactions.** With the whole map as the model's state and a transaction as one operation,
/// the same search decides *strict serializability*. It is then exponential in the number of
/// concurrent transactions, and has no keys to split by: a dozen keys and some hundred
/// transactions.
///
/// **Failure cases.** The problem is NP-complete (Gibbons and Korach, 1997), so the search has a
/// bound and answers *undecided* beyond it, which a test must treat as a failure. A violation is
/// told as the shortest failing prefix, cut down to its last few operations, as a picture in text
/// with the states that were possible before.
///
/// Reading order: [Operation][dev.orrery.testkit.history.Operation],
/// [History][dev.orrery.testkit.history.History], [Model][dev.orrery.testkit.history.Model],
/// [Register][dev.orrery.testkit.history.Register], `Search`,
/// [Linearizability][dev.orrery.testkit.history.Linearizability], `Counterexample`,
/// [Transaction][dev.orrery.testkit.history.Transaction].
@NullMarked
package dev.orrery.testkit.history;

import org.jspecify.annotations.NullMarked;
