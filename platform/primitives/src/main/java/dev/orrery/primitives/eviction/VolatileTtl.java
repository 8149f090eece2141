package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Evicts who would expire soonest, and never a key without a deadline.
///
/// ```
///   a, b: no deadline      c: in 10 s      d: in 2 s          put e:  d leaves
///                                                             put f:  c leaves
///                                                             put g:  g itself is refused
/// ```
///
/// For a cache that shares its room between what it may lose (it has a time to live) and what it
/// must not (it has none), as `volatile-ttl` of Redis does. When nobody with a deadline is left,
/// the key that needs the room is refused, which its cache should report as out of memory. A
/// newcomer's deadline is told after its access, so a newcomer is never its own victim for expiring
/// soon.
///
/// A read costs a hash lookup. The order by deadline costs a logarithm when a deadline is set and
/// when a victim is taken: a timer wheel would be constant time, but knows only which slot is next,
/// not who in it.
public final class VolatileTtl<K> implements TimedEvictionPolicy<K> {
  private static final class Timed<K> extends Node<K> {
    /// Distinguishes residents that expire at the same instant.
    final long number;

    boolean hasDeadline;
    long deadlineNanos;

    Timed(K key, long weight, long number) {
      super(key, weight);
      this.number = number;
    }

    int compareByDeadline(Timed<K> other) {
      long difference = deadlineNanos - other.deadlineNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(number, other.number);
    }
  }

  private final Residents<K, Timed<K>> residents;
  private final TreeSet<Timed<K>> byDeadline = new TreeSet<>(Timed::compareByDeadline);
  private long numbers;

  /// @param capacityBytes at least 0
  public VolatileTtl(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Timed<K> node = residents.get(key);
    if (node == null) {
      node = new Timed<>(key, weight, numbers++);
      residents.add(node);
    } else {
      residents.reweigh(node, weight);
    }
    return residents.fit(0) ? List.of() : makeRoomFor(node);
  }

  private List<K> makeRoomFor(Timed<K> accessed) {
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(0)) {
      Timed<K> soonest = soonestBut(accessed);
      Timed<K> victim = soonest == null ? accessed : soonest;
      remove(victim.key);
      evicted.add(victim.key);
    }
    return evicted;
  }

  private @Nullable Timed<K> soonestBut(Timed<K> accessed) {
    if (byDeadline.isEmpty()) {
      return null;
    }
    Timed<K> soonest = byDeadline.getFirst();
    return soonest == accessed ? byDeadline.higher(soonest) : soonest;
  }

  @Override
  public void expiresAt(K key, long deadlineNanos) {
    persists(key);
    Timed<K> node = residents.get(key);
    if (node != null) {
      node.hasDeadline = true;
      node.deadlineNanos = deadlineNanos;
      byDeadline.add(node);
    }
  }

  @Override
  public void persists(K key) {
    Timed<K> node = residents.get(key);
    if (node != null && node.hasDeadline) {
      byDeadline.remove(node);
      node.hasDeadline = false;
    }
  }

  @Override
  public void remove(K key) {
    persists(key);
    residents.remove(key);
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
