package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// First in, first out: evicts the key that became resident first, however often it was read since.
///
/// ```
///   evicted next → [ a ] ⇄ [ b ] ⇄ [ c ] ← inserted last        a read moves nothing
/// ```
///
/// The cheapest policy that has an order at all: a read writes no memory, which is why SIEVE and
/// S3-FIFO start from it. It may hit less often in a larger cache (Belady, Nelson and Shedler, "An
/// anomaly in space-time characteristics of certain programs running in a paging machine", 1969).
public final class Fifo<K> implements EvictionPolicy<K> {
  private final long capacityBytes;
  private final Map<K, Node<K>> nodes = new HashMap<>();
  private final Queue<K> queue = new Queue<>();
  private long usedBytes;

  /// @param capacityBytes at least 0
  public Fifo(long capacityBytes) {
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
