package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the models of 2Q, S3-FIFO and ARC share: lists that are searched, whose shares count keys,
/// as in the papers. Weights only decide how many have to leave.
abstract class NamesModel implements EvictionPolicy<String> {
  final int capacity;
  private final Map<String, Long> weights = new HashMap<>();

  NamesModel(long capacity) {
    this.capacity = Math.toIntExact(capacity);
  }

  @Override
  public final List<String> access(String key, long weight) {
    if (weight > capacity) {
      remove(key);
      return List.of(key);
    }
    long others = usedBytes() - weights.getOrDefault(key, 0L);
    if (weights.containsKey(key) && others + weight <= capacity) {
      weights.put(key, weight);
      hit(key);
      return List.of();
    }
    remove(key);
    prepare(key);
    List<String> evicted = new ArrayList<>();
    while (usedBytes() + weight > capacity) {
      String victim = evict();
      weights.remove(victim);
      evicted.add(victim);
    }
    weights.put(key, weight);
    enter(key);
    return evicted;
  }

  /// The lists of those that are in.
  abstract List<List<String>> residents();

  abstract void hit(String key);

  /// A key comes that is not in.
  void prepare(String key) {}

  /// Takes one out of its list.
  abstract String evict();

  abstract void enter(String key);

  /// Moves the oldest of a list to a list of at most `bound` names.
  static String toNames(List<String> from, List<String> names, int bound) {
    String left = from.removeFirst();
    names.add(left);
    if (names.size() > bound) {
      names.removeFirst();
    }
    return left;
  }

  @Override
  public final void remove(String key) {
    weights.remove(key);
    residents().forEach(list -> list.remove(key));
  }

  @Override
  public final long usedBytes() {
    return weights.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public final long capacityBytes() {
    return capacity;
  }
}
