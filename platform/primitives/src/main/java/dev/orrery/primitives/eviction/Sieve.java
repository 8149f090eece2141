package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SIEVE: CLOCK whose survivors stay where they are, so that the hand sifts newcomers from proven
/// keys.
///
/// ```
///   oldest  [ a* ] [ b ] [ c* ] [ d ]  newest      full; e comes
///             ▲ hand: a was accessed, wipe its mark, go on towards the newest
///                    ▲ b was not: b leaves, and the hand waits at c
///           [ a ] [ c* ] [ d ] [ e ]               e is the newest; a kept its place
///                   ▲ hand
/// ```
///
/// The one difference from CLOCK is where the newcomer goes. In CLOCK it takes the place behind the
/// hand, among those just spared; here it goes to the newest end, which the hand, coming from the
/// oldest, has yet to reach. So the hand soon meets keys that were asked for once only and drops
/// them, while what survived a pass is left in peace. An access sets one bit. A scan that comes
/// round again (a loop) still defeats it.
///
/// Yazhuo Zhang et al., "SIEVE is Simpler than LRU: an Efficient Turn-Key Eviction Algorithm for
/// Web Caches", NSDI 2024.
public final class Sieve<K> implements EvictionPolicy<K> {
  private static final class Visited<K> extends Node<K> {
    /// Accessed since the hand last passed.
    boolean accessed;

    Visited(K key, long weight) {
      super(key, weight);
    }
  }

  private final Residents<K, Visited<K>> residents;

  /// Oldest first.
  private final Queue<K> queue = new Queue<>();

  /// Where the next search begins; the queue's anchor stands for "at the oldest".
  private Link hand = queue;

  /// @param capacityBytes at least 0
  public Sieve(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Visited<K> node = residents.get(key);
    if (node == null) {
      return admit(key, weight);
    }
    node.accessed = true;
    residents.reweigh(node, weight);
    return makeRoom(0, node);
  }

  private List<K> admit(K key, long weight) {
    List<K> evicted = makeRoom(weight, null);
    Visited<K> node = new Visited<>(key, weight);
    residents.add(node);
    queue.addLast(node);
    return evicted;
  }

  private List<K> makeRoom(long weight, @Nullable Node<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      Visited<K> underHand = underHand();
      if (underHand.accessed || underHand == spared) {
        underHand.accessed = false;
        hand = underHand.next;
      } else {
        remove(underHand.key);
        evicted.add(underHand.key);
      }
    }
    return evicted;
  }

  @SuppressWarnings("unchecked")
  private Visited<K> underHand() {
    if (hand == queue) {
      hand = queue.first(null);
    }
    return (Visited<K>) hand;
  }

  @Override
  public void remove(K key) {
    Visited<K> node = residents.remove(key);
    if (node == null) {
      return;
    }
    if (hand == node) {
      hand = node.next;
    }
    node.unlink();
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
