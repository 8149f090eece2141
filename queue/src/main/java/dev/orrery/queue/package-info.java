/// Work queues with leases, and topics that fan out to them.
///
/// ```
///   senders                       queue "emails"                          workers
///                ┌─────────────────────────────────────────────┐
///   Send ──────► │ 1 leased   2 leased   3 ready   4 ready  …  │ ──lease──► a has 1
///                └─────────────────────────────────────────────┘ ──lease──► b has 2
///                      ▲ nack, or the lease ends: back to its place
///                      │                      after the last delivery allowed: dead ──► queue "emails-dead"
///   Publish ──► topic "mentioned" ──► queue "notifications"      one copy for each that listens
///                                └──► queue "audit"
/// ```
///
/// A log keeps what it is given and lets each group of readers remember how far it is; a queue
/// hands each message to one worker and forgets it when the worker is done. That makes the unit of
/// work a single message: it can be retried, delayed, given up on, one by one, and workers can come
/// and go without anybody dealing out partitions. The price is that the order is only a tendency as
/// soon as there are two workers, and that a message can be done twice: a worker may finish it and
/// die before it says so.
///
/// **Invariants.** (1) What Send or Publish acknowledged is on disk, and stays until it is
/// acknowledged, purged or deleted; it may move to a dead-letter queue. (2) A message is under one
/// lease at most, and only who shows that lease's token settles it. (3) A message whose delivery
/// failed comes back at its own position. (4) With a limit of n deliveries a message is delivered n
/// times, then it is a dead letter, also when the broker was killed in between. (5) Nobody receives
/// what a crash can take back. (6) Every queue, the broker's memory, the inbox of the disk and
/// every stream have a bound with a name, and say so when it is reached.
///
/// **What can fail.** The process dies: all that was appended is there, leases run on by the clock.
/// The power fails: the last acknowledgements and leases may be lost, and their messages come
/// again. A force fails: nobody knows what is on the disk, so the broker stops and says so
/// (`DOWN`), and a restart recovers. The disk decays: the stretch is reported (`DEGRADED`), all
/// else stays. A worker dies: its stream ends and its messages go back at once; without a stream,
/// when their leases end. A worker is slow: its lease ends, somebody else gets the message, and its
/// late acknowledgement is refused. A message kills every worker: it becomes a dead letter.
///
/// **Reading order.** `core/delivery` (the state machine), `core/retry`, `core/dispatch`,
/// `core/deduplication`, `core/journal` (remembering it), `core/engine` (queues and topics),
/// `broker` (threads and group commit), `edge/grpc`, and [dev.orrery.queue.QueueServer].
@NullMarked
package dev.orrery.queue;

import org.jspecify.annotations.NullMarked;
