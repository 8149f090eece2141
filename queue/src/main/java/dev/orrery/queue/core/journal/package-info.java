/// The memory of all queues: one journal, written ahead.
///
/// ```
///   journal/00000000000000000007.journal     [snapshot][ batch ][ batch ] … sealed
///   journal/00000000000000000008.journal     [snapshot][ batch ][ ba…       append here
///
///   snapshot   epoch, every queue's definition, topics, subscriptions
///   batch      the entries of one operation, in one checksummed frame: all of them or none
/// ```
///
/// All queues share it, so one flush serves everybody who waits (group commit), a publication to
/// ten queues or a move into a dead-letter queue is one frame and cannot happen by half, and a body
/// that goes to ten queues is written once. A frame is a record of `primitives.appendfile`.
///
/// Replaying the entries in order gives the **image**: every message that is alive, with its state.
/// The journal keeps the image beside the file while it writes, so it always knows what in a
/// segment still matters.
///
/// **Cleaning.** Messages die soon and their bytes stay. When the journal is more than twice what
/// lives in it, the oldest segment goes: what still lives there is written again at the end, with
/// the state it has now, that is forced, and the file is deleted. A crash in between leaves both,
/// which replays to the same image. Only the oldest goes, ever, and so an entry that ends a message
/// (which is younger than the message) outlives all that it ends; definitions need no such care,
/// since each segment begins with all of them.
///
/// ```
///   7: a b c d        9: … f        a, c acknowledged since: write b, d (state of today) behind f,
///   8: e                            force, delete 7
/// ```
///
/// The entries' bytes, all numbers big-endian; a text is a length (4 bytes) and UTF-8:
///
/// ```
///    1 Started        epoch 8
///    2 QueueDefined   name, maximum messages 8, maximum bytes 8, lease 8, maximum deliveries 4,
///                     dead-letter queue, retry base 8, retry maximum 8, next id 8
///    3 QueueDeleted   name                     4 TopicDefined   name
///    5 TopicDeleted   name                     6 Subscribed     topic, queue
///    7 Unsubscribed   topic, queue
///    8 Stored         sent at 8, has origin 1 [queue, id 8, deliveries 4], headers 4 × (name, length 4,
///                     bytes), body length 4, body, placements 4 × (queue, state)
///    9 Changed        queue, state            10 Removed        queue, id 8
///   11 Remembered     queue, deduplication id, message id 8, expires 8
///      a state:       id 8, phase 1, deliveries 4, until 8, token 8
/// ```
///
/// Reading order: `JournalEntry`, `EntryCodec`, `JournalImage`, `Journal`.
@NullMarked
package dev.orrery.queue.core.journal;

import org.jspecify.annotations.NullMarked;
