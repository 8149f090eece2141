package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.MemoryLayout;
import dev.orrery.cache.core.sortedlist.SortedList;

/// A sorted list as a key's value.
record SortedListValue(SortedList list) implements Value {
  @Override
  public long retainedBytes() {
    return retainedBytes(list);
  }

  static long retainedBytes(SortedList list) {
    return MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE)
        + list.retainedBytes();
  }
}
