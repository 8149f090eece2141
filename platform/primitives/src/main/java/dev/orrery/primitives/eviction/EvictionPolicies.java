package dev.orrery.primitives.eviction;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The eviction policies that ship, by the short name that configuration uses. The one list: the
/// caches, the contract and the experiments all take it from here.
public final class EvictionPolicies {
  /// Makes a policy for any kind of key; a constructor `(long capacityBytes)` is one.
  @FunctionalInterface
  public interface Maker {
    <K> EvictionPolicy<K> create(long capacityBytes);
  }

  private static final SortedMap<String, Maker> BY_NAME =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("2q", TwoQueue::new),
                  Map.entry("arc", Arc::new),
                  Map.entry("clock", Clock::new),
                  Map.entry("fifo", Fifo::new),
                  Map.entry("lfu", Lfu::new),
                  Map.entry("lfu-aging", AgingLfu::new),
                  Map.entry("lru", Lru::new),
                  Map.entry("random", RandomEviction::new),
                  Map.entry("s3-fifo", S3Fifo::new),
                  Map.entry("sieve", Sieve::new),
                  Map.entry("volatile-ttl", VolatileTtl::new),
                  Map.entry("w-tinylfu", WTinyLfu::new))));

  private EvictionPolicies() {}

  /// All of them, in the order of their names.
  public static SortedMap<String, Maker> byName() {
    return BY_NAME;
  }
}
