package dev.orrery.search.core.index;

/// @param documents that can be found
/// @param deleted replaced or deleted, not yet merged away
/// @param bytes on disk
public record ShardSize(long documents, long deleted, int segments, long bytes) {}
