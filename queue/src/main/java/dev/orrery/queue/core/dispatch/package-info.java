/// Who gets the next message: round robin over those that have room.
///
/// ```
///   prefetch 2      a ▮▮   b ▮▯   c ▯▯        next to b or c, whoever's turn it is; never to a
/// ```
///
/// A consumer's **credit** is its prefetch less what it has not settled. A large prefetch hides the
/// way to and fro and lets a slow consumer sit on messages that a fast one could have done; a
/// prefetch of 1 is perfectly fair and waits for the network after each message. The experiment
/// `prefetch-fairness` draws it.
@NullMarked
package dev.orrery.queue.core.dispatch;

import org.jspecify.annotations.NullMarked;
