package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Segment.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// 2Q: a newcomer is on trial; only who is asked for again after the trial joins the long-term LRU.
///
/// ```
///   newcomer ─► [ trial: FIFO, 25 % ] ─► out, its name remembered ─► [ names: 50 % ]
///                 accessed here: nothing                                │ asked for again
///                                                                       ▼
///                                                     [ proven: LRU, the rest ] ─► out
/// ```
///
/// Accesses shortly after the first say little (they belong to one transaction, one page view), so
/// an access during the trial changes nothing. A scan passes through the trial queue and never
/// touches what is proven.
///
/// The paper calls the three A1in, A1out and Am; the shares are those it recommends. Theodore
/// Johnson and Dennis Shasha, "2Q: A Low Overhead High Performance Buffer Management Replacement
/// Algorithm", VLDB 1994.
public final class TwoQueue<K> implements EvictionPolicy<K> {
  private static final int TRIAL_SHARE = 4;
  private static final int NAMES_SHARE = 2;

  private final Residents<K, Member<K>> residents;
  private final Segment<K> trial = new Segment<>();
  private final Segment<K> proven = new Segment<>();
  private final Ghosts<K> names = new Ghosts<>();
  private final long trialBytes;
  private final long namesBytes;

  /// @param capacityBytes at least 0
  public TwoQueue(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
    trialBytes = Math.max(1, capacityBytes / TRIAL_SHARE);
    namesBytes = Math.max(1, capacityBytes / NAMES_SHARE);
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Member<K> node = residents.get(key);
    if (node == null) {
      return admit(key, weight);
    }
    if (node.segment == proven) {
      proven.moveToLast(node);
    }
    node.resize(weight);
    residents.reweigh(node, weight);
    return makeRoom(0, node);
  }

  private List<K> admit(K key, long weight) {
    List<K> evicted = makeRoom(weight, null);
    Segment<K> segment = names.remove(key) ? proven : trial;
    Member<K> node = new Member<>(key, weight, segment);
    residents.add(node);
    segment.add(node);
    return evicted;
  }

  private List<K> makeRoom(long weight, @Nullable Member<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      boolean trialIsOver = trial.bytes() > trialBytes && trial.holdsOther(spared);
      if (trialIsOver || !proven.holdsOther(spared)) {
        Member<K> oldest = trial.first(spared);
        evict(oldest, evicted);
        names.add(oldest.key, oldest.weight);
        names.trimTo(namesBytes);
      } else {
        evict(proven.first(spared), evicted);
      }
    }
    return evicted;
  }

  private void evict(Member<K> node, List<K> evicted) {
    remove(node.key);
    evicted.add(node.key);
  }

  @Override
  public void remove(K key) {
    Member<K> node = residents.remove(key);
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
