package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Segment.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ARC, the adaptive replacement cache: two LRU lists, and two lists of names that say which of the
/// two should have been larger.
///
/// ```
///      names     │         resident         │     names
///   [ lostOnce ] │ [ once ]  ◄ target ► [ again ] │ [ lostAgain ]
///        │                                              │
///        └ asked for again: `once` was too small,       └ asked for again: `again` was too small,
///          the target moves right                         the target moves left
/// ```
///
/// `once` holds what was asked for once (recency), `again` what was asked for more often
/// (frequency). `target` is how many bytes `once` should have; whoever is over its share gives the
/// victim, whose name is kept. A name that comes back is a mistake that can be measured, and moves
/// the target: by its weight, times how much longer the other list of names is. The four lists
/// together remember at most twice the capacity, the left two at most once.
///
/// A loop larger than the cache defeats it as it does LRU: no name lives long enough to come back.
///
/// The paper calls the four B1, T1, T2, B2 and the target p; with equal weights this is its figure
/// 4. Nimrod Megiddo and Dharmendra Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache",
/// FAST 2003.
public final class Arc<K> implements EvictionPolicy<K> {
  private final Residents<K, Member<K>> residents;
  private final Segment<K> once = new Segment<>();
  private final Segment<K> again = new Segment<>();
  private final Ghosts<K> lostOnce = new Ghosts<>();
  private final Ghosts<K> lostAgain = new Ghosts<>();

  /// What `once` should weigh, 0 to the capacity.
  private double target;

  /// @param capacityBytes at least 0
  public Arc(long capacityBytes) {
    residents = new Residents<>(capacityBytes);
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
    node.moveTo(again);
    node.resize(weight);
    residents.reweigh(node, weight);
    List<K> evicted = makeRoom(0, false, node);
    forgetWhatIsTooOld();
    return evicted;
  }

  private List<K> admit(K key, long weight) {
    if (lostOnce.contains(key)) {
      double lead = (double) lostAgain.bytes() / lostOnce.bytes();
      target = Math.min((double) residents.capacityBytes(), target + weight * Math.max(1, lead));
      lostOnce.remove(key);
      return enter(key, weight, again, makeRoom(weight, false, null));
    }
    if (lostAgain.contains(key)) {
      double lead = (double) lostOnce.bytes() / lostAgain.bytes();
      target = Math.max(0, target - weight * Math.max(1, lead));
      lostAgain.remove(key);
      return enter(key, weight, again, makeRoom(weight, true, null));
    }
    return enter(key, weight, once, makeRoom(weight, false, null));
  }

  private List<K> enter(K key, long weight, Segment<K> segment, List<K> evicted) {
    Member<K> node = new Member<>(key, weight, segment);
    residents.add(node);
    segment.add(node);
    forgetWhatIsTooOld();
    return evicted;
  }

  private void forgetWhatIsTooOld() {
    long capacity = residents.capacityBytes();
    lostOnce.trimTo(Math.max(0, capacity - once.bytes()));
    lostAgain.trimTo(Math.max(0, capacity - residents.usedBytes() + capacity - lostOnce.bytes()));
  }

  /// @param wasLostAgain the newcomer's name was among `lostAgain`, which decides when `once`
  ///   weighs just its target
  private List<K> makeRoom(long weight, boolean wasLostAgain, @Nullable Member<K> spared) {
    if (residents.fit(weight)) {
      return List.of();
    }
    List<K> evicted = new ArrayList<>();
    while (!residents.fit(weight)) {
      boolean overTarget =
          once.bytes() > target || (wasLostAgain && once.bytes() == target && !once.isEmpty());
      if ((overTarget && once.holdsOther(spared)) || !again.holdsOther(spared)) {
        Member<K> oldest = once.first(spared);
        evict(oldest, evicted);
        lostOnce.add(oldest.key, oldest.weight);
      } else {
        Member<K> oldest = again.first(spared);
        evict(oldest, evicted);
        lostAgain.add(oldest.key, oldest.weight);
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
