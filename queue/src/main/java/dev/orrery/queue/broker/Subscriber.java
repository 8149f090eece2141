package dev.orrery.queue.broker;

import dev.orrery.queue.core.engine.Delivered;

/// Somebody who takes messages of a queue as they become ready: a stream, or a long poll. Told
/// apart by identity.
public interface Subscriber {
  /// Milliseconds of each lease.
  long leaseMillis();

  /// Takes a message. Called with the broker's lock held: only puts it somewhere.
  void deliver(Delivered delivered);

  /// The queue was deleted: nothing comes any more. Called without a lock.
  void queueDeleted();
}
