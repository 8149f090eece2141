package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.delivery.LedgerStep;

/// Told of every change of a message in a queue, so that the credit of whoever had it can be given
/// back, and of queues whose messages have become ready.
public interface Settlements {
  void changed(String queue, LedgerStep.Change change);
}
