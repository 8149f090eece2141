package dev.orrery.cache;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;

/// The keys below `cache`.
///
/// @param capacity bound on the bytes accounted to all keys together
/// @param eviction who leaves when it is full
/// @param sortedList how a sorted list is held
public record CacheConfig(
    @Default("64MiB")
        @Range(min = 64 << 10)
        @Doc("bound on the bytes of keys, values and their structures")
        DataSize capacity,
    @Default("lru") @Doc("lru, lfu, fifo, or the name of a class with a constructor (long)")
        String eviction,
    @Default("skip-list")
        @Doc("skip-list, sorted-array, or the name of a class with a constructor ()")
        String sortedList) {
  public CacheConfig {
    Algorithms.checkEviction(eviction);
    Algorithms.checkSortedList(sortedList);
  }

  public static CacheConfig defaults() {
    return Configuration.empty().bind("cache", CacheConfig.class);
  }
}
