package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CLOCK, or second chance: a FIFO that passes over whoever was accessed since it last looked.
///
/// ```
///            a*                    the hand looks at a: accessed, so its mark is wiped and it moves on
///        d       b  ◄ hand         it looks at b: no mark, so b leaves
///            c*                    the newcomer takes the place just behind the hand
/// ```
///
/// An access sets one bit and moves nothing, which is why operating systems page by it: LRU would
/// need a list operation for each reference to memory. It comes close to LRU's hit ratio. Here the
/// ring is a queue whose first is the one under the hand, and the hand moves on by sending that one
/// to the end; the picture is the same. A sweep wipes at most as many marks as accesses have set
/// since, so an eviction is amortised constant time.
///
/// Fernando Corbató, "A Paging Experiment with the Multics System", 1968.
public final class Clock<K> implements EvictionPolicy<K> {
  private static final class Marked<K> extends Node<K> {
    /// Accessed since the hand last passed.
    boolean accessed;

    Marked(K key, long weight) {
      super(key, weight);
    }
  }

  private final Residents<K, Marked<K>> residents;
  private final Queue<K> ring = new Queue<>();

  /// @param capacityBytes at least 0
  public Clock(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Marked<K> node = residents.get(key);
    if (node == null) {
      return admit(key, weight);
    }
    node.accessed = true;
    residents.reweigh(node, weight);
    return makeRoom(0, node);
  }

  private List<K> admit(K key, long weight) {
    List<K> evicted = makeRoom(weight, null);
    Marked<K> node = new Marked<>(key, weight);
    residents.add(node);
    ring.addLast(node);
    return evicted;
  }

  private List<K> makeRoom(long weight, @Nullable Node<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      Marked<K> underHand = (Marked<K>) ring.first(null);
      if (underHand.accessed || underHand == spared) {
        underHand.accessed = false;
        ring.moveToLast(underHand);
      } else {
        remove(underHand.key);
        evicted.add(underHand.key);
      }
    }
    return evicted;
  }

  @Override
  public void remove(K key) {
    Marked<K> node = residents.remove(key);
    if (node != null) {
      node.unlink();
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
