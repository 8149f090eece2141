package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Least recently used: evicts the key whose last read or write lies furthest back.
///
/// ```
///   evicted next → [ b ] ⇄ [ d ] ⇄ [ a ] ← accessed last
///
///   access(b):     [ d ] ⇄ [ a ] ⇄ [ b ]
/// ```
///
/// One hash map from key to node, one queue through the nodes; every operation is constant time and
/// a read allocates nothing. Optimal among policies that know only the order of accesses, up to a
/// factor of the cache size (Sleator and Tarjan, "Amortized Efficiency of List Update and Paging
/// Rules", 1985); a single scan over many keys empties it of everything useful.
public final class Lru<K> implements EvictionPolicy<K> {
  private final long capacityBytes;
  private final Map<K, Node<K>> nodes = new HashMap<>();
  private final Queue<K> queue = new Queue<>();
  private long usedBytes;

  /// @param capacityBytes at least 0
  public Lru(long capacityBytes) {
    this.capacityBytes = Weights.checkedCapacity(capacityBytes);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    Node<K> node = nodes.get(key);
    if (weight > capacityBytes) {
      remove(key);
      return List.of(key);
    }
    if (node == null) {
      node = new Node<>(key, weight);
      nodes.put(key, node);
      queue.addLast(node);
      usedBytes += weight;
    } else {
      usedBytes += weight - node.weight;
      node.weight = weight;
      queue.moveToLast(node);
    }
    return usedBytes <= capacityBytes ? List.of() : evictSparing(node);
  }

  private List<K> evictSparing(Node<K> accessed) {
    List<K> evicted = new ArrayList<>();
    while (usedBytes > capacityBytes) {
      Node<K> victim = queue.first(accessed);
      remove(victim.key);
      evicted.add(victim.key);
    }
    return evicted;
  }

  @Override
  public void remove(K key) {
    Node<K> node = nodes.remove(key);
    if (node != null) {
      node.unlink();
      usedBytes -= node.weight;
    }
  }

  @Override
  public long usedBytes() {
    return usedBytes;
  }

  @Override
  public long capacityBytes() {
    return capacityBytes;
  }
}
