package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Least frequently used: evicts the key with the fewest accesses since it became resident; among
/// equals, the least recently used. A key that leaves, by eviction or removal, takes its count with
/// it.
///
/// ```
///   buckets, by count:   1 ⇄ 2 ⇄ 7          access(c):   1 ⇄ 2 ⇄ 3 ⇄ 7
///                        │   │   │                       │   │   │   │
///   evicted next →       a   c   e                       a   d   c   e
///                        b   d                           b
/// ```
///
/// A key that is accessed moves from its bucket to the next, which is made when it is missing, so
/// every operation is constant time (Shah, Mitra and Matani, "An O(1) algorithm for implementing
/// the LFU cache eviction scheme", 2010). The newcomer is spared: it has the lowest count of all,
/// and a policy that evicted it would never learn anything new. Counts do not age: what was popular
/// yesterday stays ([AgingLfu] is the cure).
public final class Lfu<K> implements EvictionPolicy<K> {
  /// The keys with one count, least recently used first; a link in the row of buckets.
  private static final class Bucket<K> extends Link {
    long count;
    final Queue<K> queue = new Queue<>();

    Bucket(long count) {
      this.count = count;
    }
  }

  private static final class CountedNode<K> extends Node<K> {
    Bucket<K> bucket;

    CountedNode(K key, long weight, Bucket<K> bucket) {
      super(key, weight);
      this.bucket = bucket;
    }
  }

  private final long capacityBytes;
  private final Map<K, CountedNode<K>> nodes = new HashMap<>();

  /// The row's anchor: its `next` is the bucket with the lowest count. It holds no key.
  private final Bucket<K> row = new Bucket<>(0);

  /// Buckets that were emptied, for the next count that needs one: a read allocates only when there
  /// have never been as many counts at a time.
  private final ArrayDeque<Bucket<K>> spares = new ArrayDeque<>();

  private long usedBytes;

  /// @param capacityBytes at least 0
  public Lfu(long capacityBytes) {
    this.capacityBytes = Weights.checkedCapacity(capacityBytes);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > capacityBytes) {
      remove(key);
      return List.of(key);
    }
    CountedNode<K> node = nodes.get(key);
    if (node == null) {
      node = new CountedNode<>(key, weight, row);
      nodes.put(key, node);
      usedBytes += weight;
    } else {
      usedBytes += weight - node.weight;
      node.weight = weight;
    }
    countUp(node);
    return usedBytes <= capacityBytes ? List.of() : evictSparing(node);
  }

  private void countUp(CountedNode<K> node) {
    Bucket<K> from = node.bucket;
    Bucket<K> to = bucketAfter(from);
    if (from != row) {
      node.unlink();
      dropIfEmpty(from);
    }
    to.queue.addLast(node);
    node.bucket = to;
  }

  /// The bucket with the count after that of `bucket`.
  @SuppressWarnings("unchecked")
  private Bucket<K> bucketAfter(Bucket<K> bucket) {
    Bucket<K> next = (Bucket<K>) bucket.next;
    if (next != row && next.count == bucket.count + 1) {
      return next;
    }
    Bucket<K> spare = spares.poll();
    Bucket<K> made = spare == null ? new Bucket<>(0) : spare;
    made.count = bucket.count + 1;
    made.linkBefore(next);
    return made;
  }

  @SuppressWarnings("unchecked")
  private List<K> evictSparing(CountedNode<K> accessed) {
    List<K> evicted = new ArrayList<>();
    while (usedBytes > capacityBytes) {
      Bucket<K> lowest = (Bucket<K>) row.next;
      boolean onlyTheAccessed = lowest.queue.next == accessed && accessed.next == lowest.queue;
      Bucket<K> bucket = onlyTheAccessed ? (Bucket<K>) lowest.next : lowest;
      Node<K> victim = bucket.queue.first(accessed);
      remove(victim.key);
      evicted.add(victim.key);
    }
    return evicted;
  }

  @Override
  public void remove(K key) {
    CountedNode<K> node = nodes.remove(key);
    if (node != null) {
      node.unlink();
      dropIfEmpty(node.bucket);
      usedBytes -= node.weight;
    }
  }

  private void dropIfEmpty(Bucket<K> bucket) {
    if (bucket.queue.isEmpty()) {
      bucket.unlink();
      spares.push(bucket);
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
