package dev.orrery.cache.core.keyspace;

/// What a key holds.
public sealed interface Value permits StringValue, SortedListValue {
  /// Bytes of heap that this value retains, structures included, by [MemoryLayout].
  long retainedBytes();
}
