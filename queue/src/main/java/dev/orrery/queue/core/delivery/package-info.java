/// Which message of a queue is where: the state machine of delivery.
///
/// ```
///                 enqueue                 lease: count + 1, new token
///   (sender) ───────────────► READY ─────────────────────────────► LEASED ──── acknowledge ───► gone
///       │                     ▲   ▲                                  │ │
///       │ with a delay        │   │ its time has come                │ │ return, or the lease ends
///       └───────► DELAYED ────┘   └──────────── DELAYED ◄────────────┘ │ (the retry policy says how
///                                                                      │  long; 0 means READY at once)
///                                                                      ▼
///                                                    DEAD, when that was the last delivery allowed
/// ```
///
/// A **lease** makes a message invisible to others for a while and is named by a **token**, which
/// no two leases of a broker share, not even across a restart. Whoever acknowledges shows the
/// token. A worker that was slow and comes back after its lease ended shows an old token and is
/// refused, although the message may be leased at that very moment, to somebody else: without the
/// token it would take the message from under the other's hands, and if the other then failed, the
/// message would be lost.
///
/// **Position.** A message is known by its position, and READY is ordered by it. What comes back
/// comes back where it was, not behind everything sent since: so a message waits for its turn once,
/// however often its workers die.
///
/// ```
///   ready 1 2 3 4      lease → 1, lease → 2      1 fails      ready 1 3 4, not 3 4 1
/// ```
///
/// **Durability.** The machine writes nothing. A step returns what changed, message by message, as
/// the whole new state; whoever drives it stores that, and makes a new machine from the stored
/// states after a crash. Losing the last few changes is harmless by construction: a lost lease or
/// acknowledgement is one more delivery.
///
/// Invariants, which the contract `queue.ledger` checks: a message is under one lease at most; a
/// token works once, and only while its lease runs; what is ready is leased in the order of
/// positions; each lease raises the count by one; with a limit of n a message is leased n times and
/// then is dead; a machine made from what was returned goes on as the old one would have; a step at
/// `nextDeadline()` leaves nothing undone that was due.
///
/// Reading order: `MessageState`, `LedgerInput`, `LedgerStep`, `DeliveryLedger`, `IndexedLedger`.
@NullMarked
package dev.orrery.queue.core.delivery;

import org.jspecify.annotations.NullMarked;
