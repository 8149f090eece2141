package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.message.StoredMessage;

/// A message to be sent.
///
/// @param deduplicationId empty for none
/// @param delayMillis how long it is not ready; 0 for at once
public record NewMessage(StoredMessage message, String deduplicationId, long delayMillis) {}
