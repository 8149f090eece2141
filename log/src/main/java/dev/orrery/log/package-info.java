/// A partitioned, replayable log: producers append, consumers read at their own pace, and what was
/// acknowledged stays.
///
/// ```
///   producers                        broker                            consumers
///                     topic "post-created", 4 partitions
///   key "ann" ──────►  0 │ r0 r1 r2 r3 r4 …          ◄── offset 3 ──── worker-1 ┐ group
///   key "bob" ──────►  1 │ r0 r1 …                   ◄── offset 2 ──── worker-1 ┤ "fan-out"
///                      2 │ r0 r1 r2 …                ◄── offset 3 ──── worker-2 ┤
///                      3 │ r0 …                      ◄── offset 0 ──── worker-2 ┘
/// ```
///
/// A queue forgets a message once it is taken; a log keeps it, and each group of consumers only
/// remembers how far it has come. So the same records feed any number of readers, a reader that was
/// wrong starts over, and order holds within a partition, which is why a key always goes to the
/// same one.
///
/// **Invariants.** (1) What Produce acknowledged is on disk and keeps its offset. (2) Offsets of a
/// partition are dense and never given out twice. (3) No consumer sees a record that a crash can
/// take back: reads end at the high watermark, the forced offset. (4) A batch sent twice by an
/// idempotent producer is there once. (5) A partition has at most one owner in a group, and only
/// the owner moves the group's offset.
///
/// **What can fail.** The process dies: the page cache keeps what was appended, recovery finds all
/// of it. The power fails: what was not forced is missing, torn or garbled; recovery cuts the log
/// at the first batch above the recovery point that is not whole. A force fails: nobody knows what
/// is on the disk, so the broker stops writing and says so (`DOWN`), and a restart recovers. The
/// disk decays: the batch is reported (`DATA_LOSS` with the next offset), everything else stays
/// readable. A consumer dies: its session passes and its partitions move. A consumer is slow to let
/// go: it is fenced.
///
/// **Reading order.** `core/record` (the bytes), `core/segment` (the file and its recovery),
/// `core/producer` (idempotence), `core/partition` (the two together), `core/group` (who reads
/// what), `core/state` (remembering it), `broker` (threads and group commit), `edge/grpc`, and
/// [dev.orrery.log.LogServer].
@NullMarked
package dev.orrery.log;

import org.jspecify.annotations.NullMarked;
