/// The queues themselves, without threads, disk or network: what a call does to which queue, and
/// what of it must be written.
///
/// ```
///   send ──► checked, given an id, counted ──► change: Stored ──► … forced … ──► ledger: ready
///                                                                   │
///                                                                   └──► the sender is answered
///   ack ───► ledger: gone ──► change: Removed ──► (forced with whatever comes next)
/// ```
///
/// A message enters the ledger only once it is durable, so nobody receives what a crash can take
/// back. All else changes memory first and is written behind: losing it brings a message again, and
/// never loses one.
///
/// **Dead letters** move when the dead-letter queue has room, as one change that removes the
/// message here and stores it there. While there is none they stay, dead, and count against the
/// bound of the queue they died in: a full dead-letter queue in the end stops the senders, not the
/// evidence.
///
/// Whoever drives the engine takes the changes in the order in which they come, writes them in that
/// order, and calls back after the force. The crash test drives it with a simulated disk and
/// nothing else.
///
/// Reading order: `Changes`, `LiveQueue`, `Topics`, `QueueEngine`.
@NullMarked
package dev.orrery.queue.core.engine;

import org.jspecify.annotations.NullMarked;
