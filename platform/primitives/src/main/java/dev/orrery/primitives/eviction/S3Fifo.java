package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Segment.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// S3-FIFO: three queues, all first in, first out, that get rid of one-hit wonders quickly.
///
/// ```
///                       accessed more than once
///   newcomer ─► [ small, 10 % ] ─────────────────► [ main, 90 % ] ◄─┐ accessed: one use less,
///                     │ else                            │     └─────┘ and round again
///                     ▼                                 ▼
///               [ ghost: names only ]               leaves
///                     │ asked for again
///                     └──────────────────────────► main, at once
/// ```
///
/// In most workloads most keys are asked for once in the time a cache can hold them. A tenth of the
/// room is enough to see who comes back; the rest leave before they push out anybody. Each resident
/// counts its uses up to 3; the ghost queue remembers as many bytes of names as main holds of
/// values. An access changes one number and moves nothing.
///
/// Where everything comes back, but only after more than the small queue's worth of others, the
/// filter is wrong about everybody: on a trace that sweeps to and fro it hits less often than plain
/// FIFO (experiment `zigzag`).
///
/// Juncheng Yang et al., "FIFO Queues are All You Need for Cache Eviction", SOSP 2023.
public final class S3Fifo<K> implements EvictionPolicy<K> {
  private static final int SMALL_SHARE = 10;
  private static final int MAXIMUM_USES = 3;

  private static final class Used<K> extends Member<K> {
    /// Accesses since it came or was last counted down, up to [#MAXIMUM_USES].
    int uses;

    Used(K key, long weight, Segment<K> segment) {
      super(key, weight, segment);
    }
  }

  private final Residents<K, Used<K>> residents;
  private final Segment<K> small = new Segment<>();
  private final Segment<K> main = new Segment<>();
  private final Ghosts<K> ghosts = new Ghosts<>();
  private final long smallBytes;
  private final long ghostBytes;

  /// @param capacityBytes at least 0
  public S3Fifo(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
    smallBytes = Math.max(1, capacityBytes / SMALL_SHARE);
    ghostBytes = Math.max(1, capacityBytes - smallBytes);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Used<K> node = residents.get(key);
    if (node == null) {
      return admit(key, weight);
    }
    node.uses = Math.min(MAXIMUM_USES, node.uses + 1);
    node.resize(weight);
    residents.reweigh(node, weight);
    return makeRoom(0, node);
  }

  private List<K> admit(K key, long weight) {
    List<K> evicted = makeRoom(weight, null);
    Segment<K> segment = ghosts.remove(key) ? main : small;
    Used<K> node = new Used<>(key, weight, segment);
    residents.add(node);
    segment.add(node);
    return evicted;
  }

  private List<K> makeRoom(long weight, @Nullable Used<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      boolean smallIsFull = small.bytes() >= smallBytes && small.holdsOther(spared);
      if (smallIsFull || !main.holdsOther(spared)) {
        leaveSmall((Used<K>) small.first(spared), evicted);
      } else {
        leaveMain((Used<K>) main.first(spared), evicted);
      }
    }
    return evicted;
  }

  private void leaveSmall(Used<K> oldest, List<K> evicted) {
    if (oldest.uses > 1) {
      oldest.uses = 0;
      oldest.moveTo(main);
    } else {
      evict(oldest, evicted);
      ghosts.add(oldest.key, oldest.weight);
      ghosts.trimTo(ghostBytes);
    }
  }

  private void leaveMain(Used<K> oldest, List<K> evicted) {
    if (oldest.uses > 0) {
      oldest.uses--;
      main.moveToLast(oldest);
    } else {
      evict(oldest, evicted);
    }
  }

  private void evict(Used<K> node, List<K> evicted) {
    remove(node.key);
    evicted.add(node.key);
  }

  @Override
  public void remove(K key) {
    Used<K> node = residents.remove(key);
    if (node != null) {
      node.segment.remove(node);
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
