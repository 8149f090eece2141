package dev.orrery.primitives.eviction;

import java.util.LinkedHashMap;
import java.util.Map;

/// The names of keys that have left, oldest first: who comes back soon after leaving should have
/// been kept. It remembers keys and what they weighed, never a value, and counts for nothing in
/// [EvictionPolicy#usedBytes()].
///
/// Its bound is in the bytes the keys weighed, so that it reaches back as far as a cache of that
/// size would. A key of weight 0 is charged 1, else the bound would not hold.
final class Ghosts<K> {
  private final LinkedHashMap<K, Long> charges = new LinkedHashMap<>();
  private long bytes;

  void add(K key, long weight) {
    long charge = Math.max(1, weight);
    charges.put(key, charge);
    bytes += charge;
  }

  boolean contains(K key) {
    return charges.containsKey(key);
  }

  /// Forgets `key`.
  ///
  /// @return whether it was remembered
  boolean remove(K key) {
    Long charge = charges.remove(key);
    if (charge == null) {
      return false;
    }
    bytes -= charge;
    return true;
  }

  /// Forgets the oldest until at most `boundBytes` are left.
  void trimTo(long boundBytes) {
    while (bytes > boundBytes && !charges.isEmpty()) {
      Map.Entry<K, Long> oldest = charges.pollFirstEntry();
      bytes -= oldest.getValue();
    }
  }

  long bytes() {
    return bytes;
  }
}
