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
/// @param resp bounds on clients of Redis's protocol
public record CacheConfig(
    @Default("64MiB")
        @Range(min = 64 << 10)
        @Doc("bound on the bytes of keys, values and their structures")
        DataSize capacity,
    @Default("lru")
        @Doc(
            "2q, arc, clock, fifo, lfu, lfu-aging, lru, random, s3-fifo, sieve, volatile-ttl, w-tinylfu, or the name of a class with a constructor (long)")
        String eviction,
    @Default("skip-list")
        @Doc("skip-list, sorted-array, or the name of a class with a constructor ()")
        String sortedList,
    RespConfig resp) {
  public CacheConfig {
    Algorithms.checkEviction(eviction);
    Algorithms.checkSortedList(sortedList);
  }

  /// The keys below `cache.resp`.
  ///
  /// @param clients connections at a time
  /// @param request bytes of all arguments of one command
  /// @param output bytes of replies that a client has not read
  public record RespConfig(
      @Default("10000") @Range(min = 1, max = 1_000_000) @Doc("clients at a time") int clients,
      @Default("1GiB") @Range(min = 1 << 20) @Doc("bytes of the arguments of one command")
          DataSize request,
      @Default("256MiB")
          @Range(min = 1 << 20)
          @Doc("replies a client has not read, beyond which it is cut off")
          DataSize output) {}

  public static CacheConfig defaults() {
    return Configuration.empty().bind("cache", CacheConfig.class);
  }
}
