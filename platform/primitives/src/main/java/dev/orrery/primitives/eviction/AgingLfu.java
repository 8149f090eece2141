package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Least frequently used, with counts that fade: what was popular yesterday does not stay for ever.
///
/// ```
///   count   0     1     2     3   …   63        every ten accesses a resident, all counts halve:
///           │     │     │     │        │
///           ·     a     c     e        f          0 ◄─ a      1 ◄─ c, d, e      31 ◄─ f
///                 b     d                              b
/// ```
///
/// A count goes up by one with each access, the first included, to at most 63. Evicted is who has
/// the lowest count; among equals, who has had that count longest. Halving keeps everybody's place:
/// the queues of two counts are joined, the lower in front. It comes when the accesses since the
/// last one have reached [#ACCESSES_A_RESIDENT] times the residents.
///
/// Everything is constant time. A bit for each count says whether its queue holds anybody, so the
/// lowest is found at once. Halving splices 64 queues, not the residents: a node keeps the count
/// and the halving at which it was true, and is brought up to date when it is next met.
///
/// Counts that fade are the first idea of TinyLFU (Einziger, Friedman and Manes, "TinyLFU: A Highly
/// Efficient Cache Admission Policy", 2017), kept for residents only; [WTinyLfu] counts the others
/// too.
public final class AgingLfu<K> implements EvictionPolicy<K> {
  /// Accesses for each resident between two halvings.
  public static final int ACCESSES_A_RESIDENT = 10;

  private static final int MAXIMUM_COUNT = 63;

  private static final class Counted<K> extends Node<K> {
    int count;

    /// How often all counts had been halved when `count` was noted.
    long halvings;

    Counted(K key, long weight) {
      super(key, weight);
    }
  }

  private final Residents<K, Counted<K>> residents;
  private final List<Queue<K>> queues = new ArrayList<>();

  /// Bit `i` is set when `queues[i]` holds anybody.
  private long occupied;

  private long accesses;
  private long halvings;

  /// @param capacityBytes at least 0
  public AgingLfu(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
    for (int count = 0; count <= MAXIMUM_COUNT; count++) {
      queues.add(new Queue<>());
    }
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Counted<K> node = residents.get(key);
    List<K> evicted = List.of();
    if (node == null) {
      evicted = makeRoom(weight, null);
      node = new Counted<>(key, weight);
      residents.add(node);
      enqueue(node, 1);
    } else {
      int count = count(node);
      dequeue(node, count);
      enqueue(node, Math.min(MAXIMUM_COUNT, count + 1));
      residents.reweigh(node, weight);
      evicted = makeRoom(0, node);
    }
    accesses++;
    if (accesses >= (long) ACCESSES_A_RESIDENT * residents.count()) {
      halve();
    }
    return evicted;
  }

  private int count(Counted<K> node) {
    return node.count >> Math.min(Integer.SIZE - 1, halvings - node.halvings);
  }

  private void enqueue(Counted<K> node, int count) {
    node.count = count;
    node.halvings = halvings;
    queues.get(count).addLast(node);
    occupied |= 1L << count;
  }

  private void dequeue(Counted<K> node, int count) {
    node.unlink();
    if (queues.get(count).isEmpty()) {
      occupied &= ~(1L << count);
    }
  }

  private void halve() {
    accesses = 0;
    halvings++;
    occupied = 0;
    for (int count = 0; count <= MAXIMUM_COUNT; count++) {
      Queue<K> half = queues.get(count / 2);
      if (count > 0) {
        half.addAllOf(queues.get(count));
      }
      if (!half.isEmpty()) {
        occupied |= 1L << (count / 2);
      }
    }
  }

  private List<K> makeRoom(long weight, @Nullable Node<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      Node<K> victim = lowestWithOther(spared).first(spared);
      remove(victim.key);
      evicted.add(victim.key);
    }
    return evicted;
  }

  private Queue<K> lowestWithOther(@Nullable Node<K> spared) {
    Queue<K> lowest = queues.get(Long.numberOfTrailingZeros(occupied));
    return lowest.holdsOther(spared)
        ? lowest
        : queues.get(Long.numberOfTrailingZeros(occupied & (occupied - 1)));
  }

  @Override
  public void remove(K key) {
    Counted<K> node = residents.remove(key);
    if (node != null) {
      dequeue(node, count(node));
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
