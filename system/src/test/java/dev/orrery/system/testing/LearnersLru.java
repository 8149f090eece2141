package dev.orrery.system.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a learner writes for `cache.eviction` as `lru`: right, but for a line that a test puts in.
public final class LearnersLru {
  /// The line of the file on which the body given to [#doing] stands.
  public static final int LINE = 9;

  private LearnersLru() {}

  /// Java's own linked hash map in the order of access.
  public static String right() {
    return doing("");
  }

  /// Forgets that a read is a use.
  public static String wrong() {
    return right().replace("0.75f, true", "0.75f, false");
  }

  /// Right, but begins each access with `statement`.
  public static String doing(String statement) {
    return """
    import dev.orrery.primitives.eviction.EvictionPolicy;
    import java.util.*;

    public class MyLru<K> implements EvictionPolicy<K> {
      private final Map<K, Long> weights = new LinkedHashMap<>(16, 0.75f, true);
      private final long capacity;
      public MyLru(long capacityBytes) { capacity = capacityBytes; }
      public List<K> access(K key, long weight) {
        %s
        if (weight < 0) { throw new IllegalArgumentException("negative"); }
        if (weight > capacity) { weights.remove(key); return List.of(key); }
        weights.put(key, weight);
        List<K> evicted = new ArrayList<>();
        while (usedBytes() > capacity) {
          K victim = weights.keySet().iterator().next();
          if (victim.equals(key)) {
            Iterator<K> keys = weights.keySet().iterator();
            keys.next();
            victim = keys.next();
          }
          weights.remove(victim);
          evicted.add(victim);
        }
        return evicted;
      }
      public void remove(K key) { weights.remove(key); }
      public long usedBytes() {
        long sum = 0;
        for (long weight : weights.values()) { sum += weight; }
        return sum;
      }
      public long capacityBytes() { return capacity; }
    }
    """
        .formatted(statement);
  }

  /// Writes the source in place.
  public static Path save(Path folder, String source) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("MyLru.java"), source);
  }
}
