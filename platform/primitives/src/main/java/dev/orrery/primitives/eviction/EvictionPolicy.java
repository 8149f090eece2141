package dev.orrery.primitives.eviction;

import java.util.List;

/// Decides who leaves a cache that is full. The policy owns the capacity and the weights, the cache
/// owns the values; after each call the cache drops the values of the keys returned.
///
/// An implementation to be swapped in has a public constructor `(long capacityBytes)`. Not
/// thread-safe: the cache calls it under the lock that guards its own map.
///
/// @param <K> the key, with `equals` and `hashCode` that do not change while it is resident
public interface EvictionPolicy<K> {
  /// Records a read or a write of `key`, which now weighs `weight` bytes: a key that is not
  /// resident becomes so, one that is takes the new weight (pass its present weight for a read).
  /// Keys are then evicted until what is left fits.
  ///
  /// @param weight bytes, at least 0
  /// @return the keys that are no longer resident, each once, in the order of eviction; empty most
  ///   of the time. The key itself is among them when it is heavier than the whole capacity, or
  ///   when the policy refuses it.
  /// @throws IllegalArgumentException when `weight` is negative
  List<K> access(K key, long weight);

  /// Forgets `key` and all that was counted for it: it was deleted or expired. (What is counted in
  /// a sketch, for all keys together, fades instead.) Nothing happens when it is not resident.
  void remove(K key);

  /// Sum of the weights of the resident keys, in bytes; never above [#capacityBytes()].
  long usedBytes();

  /// The bound, in bytes.
  long capacityBytes();
}
