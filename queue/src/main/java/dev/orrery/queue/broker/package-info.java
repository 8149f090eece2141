/// The engine with threads, a clock and a disk.
///
/// ```
///   any thread    lock ─ engine call ─ changes into the inbox ─ dispatch ─ unlock ─ (senders wait)
///   committer     take the whole inbox ─ append ─ force ─ lock ─ callbacks ─ dispatch ─ unlock
///   clock         sleep to the next deadline ─ lock ─ tick ─ dispatch ─ unlock
/// ```
///
/// One lock guards the engine; what is done under it is memory only. The disk has one thread, which
/// takes whatever has gathered while it forced the last group and forces it at once: group commit.
/// If nobody waits (only leases and acknowledgements have come) it appends, which survives the
/// death of the process, and forces a little later, which survives the loss of power.
///
/// `Consumers` knows who waits for messages of a queue and who has which; messages go to them round
/// robin.
///
/// Reading order: `Committer`, `Subscriber`, `Consumers`, `Broker`.
@NullMarked
package dev.orrery.queue.broker;

import org.jspecify.annotations.NullMarked;
