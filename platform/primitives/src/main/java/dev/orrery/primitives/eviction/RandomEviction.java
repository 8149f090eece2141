package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Evicts anybody, each resident with the same probability.
///
/// The measure of the others: it keeps no order, needs no memory beside the residents, and no
/// access pattern is its worst case: of a loop one key larger than the cache LRU keeps nothing, and
/// this nearly everything. The residents stand in an array; who leaves swaps places with the last.
///
/// Equal seeds and equal calls evict equal keys, so that a run can be repeated.
public final class RandomEviction<K> implements EvictionPolicy<K> {
  private static final long SEED = 42;

  private static final class Placed<K> extends Node<K> {
    int index;

    Placed(K key, long weight, int index) {
      super(key, weight);
      this.index = index;
    }
  }

  private final Residents<K, Placed<K>> residents;
  private final List<Placed<K>> places = new ArrayList<>();
  private final SplittableRandom random;

  /// Draws from a fixed seed.
  ///
  /// @param capacityBytes at least 0
  public RandomEviction(long capacityBytes) {
    this(capacityBytes, SEED);
  }

  /// @param capacityBytes at least 0
  public RandomEviction(long capacityBytes, long seed) {
    residents = new Residents<>(capacityBytes);
    random = new SplittableRandom(seed);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Placed<K> node = residents.get(key);
    if (node != null) {
      residents.reweigh(node, weight);
      return makeRoom(0, node);
    }
    List<K> evicted = makeRoom(weight, null);
    node = new Placed<>(key, weight, places.size());
    residents.add(node);
    places.add(node);
    return evicted;
  }

  private List<K> makeRoom(long weight, @Nullable Placed<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    if (spared != null) {
      swap(spared.index, places.size() - 1);
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      int victims = places.size() - (spared == null ? 0 : 1);
      Placed<K> victim = places.get(random.nextInt(victims));
      swap(victim.index, victims - 1);
      remove(victim.key);
      evicted.add(victim.key);
    }
    return evicted;
  }

  private void swap(int one, int other) {
    Placed<K> first = places.get(one);
    Placed<K> second = places.get(other);
    places.set(one, second);
    places.set(other, first);
    first.index = other;
    second.index = one;
  }

  @Override
  public void remove(K key) {
    Placed<K> node = residents.remove(key);
    if (node != null) {
      swap(node.index, places.size() - 1);
      places.removeLast();
    }
  }

  @Override
  public long usedBytes() {
    return residents.usedBytes();
  }

  @Override
  public long capacityBytes() {
    return residents.capacityBytes();
  }
}
