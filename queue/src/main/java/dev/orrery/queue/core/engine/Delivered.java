package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.message.StoredMessage;

/// A message under a lease.
public record Delivered(MessageState lease, StoredMessage message) {}
