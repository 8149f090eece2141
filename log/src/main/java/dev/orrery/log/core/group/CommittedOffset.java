package dev.orrery.log.core.group;

/// A group's place in a partition.
///
/// @param offset the next offset to consume
/// @param metadata the consumer's own note, at most 4,096 bytes
public record CommittedOffset(long offset, String metadata) {}
