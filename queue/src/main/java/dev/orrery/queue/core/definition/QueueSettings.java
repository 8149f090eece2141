package dev.orrery.queue.core.definition;

/// A queue's settings, all defaults filled in; they never change.
///
/// @param maximumMessages held at most, whatever their phase
/// @param maximumBytes held at most, as [dev.orrery.queue.core.message.StoredMessage] counts them
/// @param leaseMillis lease of a receiver that asks for none
/// @param maximumDeliveries after so many a failed message is dead; 0 means never
/// @param deadLetterQueue where the dead go; empty exactly when there is no such limit
/// @param retryBaseMillis base of the retry policy, 0 means at once
/// @param retryMaximumMillis longest wait of the retry policy
public record QueueSettings(
    long maximumMessages,
    long maximumBytes,
    long leaseMillis,
    int maximumDeliveries,
    String deadLetterQueue,
    long retryBaseMillis,
    long retryMaximumMillis) {}
