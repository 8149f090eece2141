package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.MemoryLayout;
import dev.orrery.cache.core.memory.Bytes;
/// What a key holds.
public sealed interface Value permits StringValue, SortedListValue {
  /// Bytes of heap that this value retains, structures included, by [MemoryLayout].
  long retainedBytes();
}
