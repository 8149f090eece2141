package dev.orrery.queue.core.engine;

/// What became of a message sent.
///
/// @param id its position, or that of the one sent before under the same deduplication id
public record Sent(long id, boolean duplicate) {}
