package dev.orrery.primitives.eviction;

import dev.orrery.primitives.admission.Admission;
import dev.orrery.primitives.admission.TinyLfu;
import dev.orrery.primitives.eviction.Segment.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// W-TinyLFU: a window that lets everybody in for a while, and a main part that admits only who is
/// asked for more often than the one it would push out.
///
/// ```
///   newcomer ─► [ window: LRU ] ─► candidate ──► admitted? ── no ──► out
///                1 % at first         │ yes, and the victim goes out
///                     ▲               ▼                              accessed
///                     │   main:  [ probation, 20 % ] ──────────────────────► [ protected, 80 % ]
///              hill climbing        victims come from here  ◄──────────────────── overflow
/// ```
///
/// The window serves recency: bursts of a new key are hits before its frequency is known. The main
/// part serves frequency: it is a segmented LRU, and admission ([TinyLfu]) keeps out what a sketch
/// of all recent accesses shows to be rare. How large the window should be depends on the workload,
/// from nearly nothing (loops, scans) to nearly all (news), so [HillClimber] moves the border and
/// watches the hit ratio.
///
/// With weights, a candidate must win against each of the victims that have to make room for it, in
/// turn, and leaves at the first that it loses against. A newcomer heavier than the window is a
/// candidate at once.
///
/// Every operation is constant time, amortised: the sketch halves every ten accesses a resident,
/// and the border moves by at most a sixteenth of the cache in as many.
///
/// Gil Einziger, Roy Friedman and Ben Manes, "TinyLFU: A Highly Efficient Cache Admission Policy",
/// 2017; the moving window: Einziger, Eytan, Friedman and Manes, "Adaptive Software Cache
/// Management", 2018; segmented LRU: Karedla, Love and Wherry, "Caching Strategies to Improve Disk
/// System Performance", 1994.
public final class WTinyLfu<K> implements EvictionPolicy<K> {
  private static final double FIRST_WINDOW = 0.01;
  private static final double PROTECTED = 0.8;
  private static final int SAMPLE_A_RESIDENT = 10;
  private static final int FIRST_EXPECTED_KEYS = 256;

  private final Residents<K, Member<K>> residents;
  private final Segment<K> window = new Segment<>();
  private final Segment<K> probation = new Segment<>();

  /// The protected part; Java has taken the word.
  private final Segment<K> guarded = new Segment<>();

  private final Admission<K> admission;
  private final boolean adaptive;
  private final HillClimber climber = new HillClimber();
  private int expectedKeys;

  /// What the window and the protected part may hold; probation has the rest.
  private long windowBytes;

  private long guardedBytes;

  /// With an adaptive window.
  ///
  /// @param capacityBytes at least 0
  public WTinyLfu(long capacityBytes) {
    this(capacityBytes, new TinyLfu<>(1));
  }

  /// With an adaptive window, and whatever decides who may enter the main part.
  ///
  /// @param admission used by this policy alone; told how many keys to expect
  public WTinyLfu(long capacityBytes, Admission<K> admission) {
    this(capacityBytes, FIRST_WINDOW, true, admission);
  }

  private WTinyLfu(long capacityBytes, double window, boolean adaptive, Admission<K> admission) {
    this.residents = new Residents<>(capacityBytes);
    this.expectedKeys = Math.clamp(capacityBytes, 1, FIRST_EXPECTED_KEYS);
    this.admission = admission;
    admission.expect(expectedKeys);
    this.adaptive = adaptive;
    this.windowBytes = Math.max(Math.min(1, capacityBytes), Math.round(window * capacityBytes));
    this.guardedBytes = (long) (PROTECTED * (capacityBytes - windowBytes));
  }

  /// With a window that stays as it is.
  ///
  /// @param share of the window in the capacity, 0 to 1
  public static <K> WTinyLfu<K> withFixedWindow(long capacityBytes, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the window's share is " + share + "; allowed is 0 to 1");
    }
    return new WTinyLfu<>(capacityBytes, share, false, new TinyLfu<>(1));
  }

  /// How many bytes the window may hold now.
  public long windowBytes() {
    return windowBytes;
  }

  @Override
  public List<K> access(K key, long weight) {
    Weights.check(weight);
    admission.record(key);
    if (weight > residents.capacityBytes()) {
      remove(key);
      return List.of(key);
    }
    Member<K> node = residents.get(key);
    if (node == null) {
      node = new Member<>(key, weight, weight > windowBytes ? probation : window);
      residents.add(node);
      node.segment.add(node);
      expectMore();
      count(false);
    } else {
      node.resize(weight);
      residents.reweigh(node, weight);
      promote(node);
      count(true);
    }
    if (residents.fit(0) && window.bytes() <= windowBytes) {
      return List.of();
    }
    return settle(node);
  }

  private void expectMore() {
    if (residents.count() > expectedKeys) {
      expectedKeys *= 2;
      admission.expect(expectedKeys);
    }
  }

  private void promote(Member<K> accessed) {
    if (accessed.segment != probation) {
      accessed.segment.moveToLast(accessed);
      return;
    }
    accessed.moveTo(guarded);
    demoteOverflow();
  }

  private void demoteOverflow() {
    while (guarded.bytes() > guardedBytes) {
      guarded.first(null).moveTo(probation);
    }
  }

  /// Moves what overflows the window to the main part, and evicts until everything fits.
  private List<K> settle(Member<K> accessed) {
    List<K> evicted = new ArrayList<>();
    if (accessed.segment == probation) {
      contest(accessed, evicted);
    }
    while (window.bytes() > windowBytes) {
      Member<K> candidate = window.first(null);
      candidate.moveTo(probation);
      contest(candidate, evicted);
    }
    while (!residents.fit(0)) {
      evict(victimOtherThan(accessed), evicted);
    }
    return evicted;
  }

  /// Lets a candidate push out victims, while there is need, until it has the room or has lost.
  private void contest(Member<K> candidate, List<K> evicted) {
    while (!residents.fit(0)) {
      Member<K> victim = victimOtherThan(candidate);
      boolean wins = admission.admits(candidate.key, victim.key);
      evict(wins ? victim : candidate, evicted);
      if (!wins) {
        return;
      }
    }
  }

  private Member<K> victimOtherThan(@Nullable Member<K> spared) {
    if (probation.holdsOther(spared)) {
      return probation.first(spared);
    }
    return guarded.holdsOther(spared) ? guarded.first(spared) : window.first(spared);
  }

  private void evict(Member<K> node, List<K> evicted) {
    remove(node.key);
    evicted.add(node.key);
  }

  private void count(boolean hit) {
    if (!adaptive) {
      return;
    }
    climber.record(hit);
    if (climber.sampled() >= (long) SAMPLE_A_RESIDENT * residents.count()) {
      moveBorder(Math.round(climber.climb() * residents.capacityBytes()));
    }
  }

  /// What the window gains, the protected part loses; probation keeps its share.
  private void moveBorder(long bytes) {
    long shift = Math.clamp(bytes, Math.min(0, 1 - windowBytes), guardedBytes);
    windowBytes += shift;
    guardedBytes -= shift;
    demoteOverflow();
    while (nextVictimFitsWindow()) {
      victimOtherThan(null).moveTo(window);
    }
    while (window.bytes() > windowBytes) {
      window.first(null).moveTo(probation);
    }
  }

  private boolean nextVictimFitsWindow() {
    boolean mainIsEmpty = probation.isEmpty() && guarded.isEmpty();
    return !mainIsEmpty && victimOtherThan(null).weight <= windowBytes - window.bytes();
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
