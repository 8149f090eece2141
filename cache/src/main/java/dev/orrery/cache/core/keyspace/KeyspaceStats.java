package dev.orrery.cache.core.keyspace;

/// Counts since the start, and the state at one instant.
///
/// @param keys keys held; may include expired ones not yet collected
/// @param usedBytes accounted to keys, values, members and the structures that hold them
/// @param capacityBytes the bound on `usedBytes`
/// @param hits reads that found a value
/// @param misses reads that found none
/// @param evictions keys dropped for want of room
/// @param expirations keys dropped because their time to live was over
public record KeyspaceStats(
    long keys,
    long usedBytes,
    long capacityBytes,
    long hits,
    long misses,
    long evictions,
    long expirations) {}
