package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.MemoryLayout;
import dev.orrery.cache.core.sortedlist.PackedSortedList;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.function.Supplier;

/// A sorted list as a key's value: Redis's sorted set.
///
/// @param list changed in place
/// @param maker makes an empty one of the same kind
public record SortedListValue(SortedList list, Supplier<? extends SortedList> maker)
    implements Value {
  @Override
  public ValueType type() {
    return ValueType.SORTED_SET;
  }

  @Override
  public String encoding() {
    return list instanceof PackedSortedList ? "listpack" : "skiplist";
  }

  @Override
  public long retainedBytes() {
    return retainedBytes(list);
  }

  @Override
  public Value copy() {
    SortedList copy = maker.get();
    for (ScoredMember scored : list.range(0, list.size())) {
      copy.add(scored.member(), scored.score());
    }
    return new SortedListValue(copy, maker);
  }

  @Override
  public int elements() {
    return list.size();
  }

  static long retainedBytes(SortedList list) {
    return MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 2 * MemoryLayout.REFERENCE)
        + list.retainedBytes();
  }
}
