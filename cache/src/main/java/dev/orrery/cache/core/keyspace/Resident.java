package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.Bytes;

/// A key as the eviction policy knows it. By value and without the key's value, so that a policy
/// may remember one that is gone.
///
/// @param database its [Database#id()]
public record Resident(int database, Bytes key) {}
