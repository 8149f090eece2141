package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.expiry.ExpiryIndex;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.TimedEvictionPolicy;
import dev.orrery.primitives.ports.Time;
import dev.orrery.primitives.timerwheel.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All keys of the cache: sixteen databases, one lock, one bound on bytes, one clock.
///
/// ```
///   RESP batch ──┐   ┌─────────────────── lock ───────────────────┐
///   gRPC call  ──┼─► │ databases  0 … 15: key → (value, deadline) │
///   collector  ──┘   │ eviction   key → weight, order             │ → who leaves when it is full
///                    │ expiry     deadline → entry                │ → who leaves when time is over
///                    │ observers  WATCH, blocked clients, events  │ → who hears of it
///                    └────────────────────────────────────────────┘
/// ```
///
/// Whoever works on it calls [#enter()] and, in `finally`, [#exit()]; between the two nobody else
/// sees or changes anything, so that a command, or a whole transaction, is atomic. The clock stands
/// still in between, too.
///
/// Invariants: the policy's residents are exactly the entries; [#usedBytes()] is the sum of their
/// weights, each [Entry#measure()] as of its last change.
public final class Databases {
  /// How many there are.
  public static final int COUNT = 16;

  /// Keys collected by one [#expireDue()], so that the lock is not held long.
  public static final int EXPIRY_BATCH = 1_000;

  /// Later deadlines are not put on the wheel in full: it reaches 146 years.
  private static final long LONGEST_TIMER_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Database[] databases = new Database[COUNT];
  private final Time time;
  private final ExpiryIndex<Entry> expiry;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final List<KeyspaceObserver> observers = new ArrayList<>();
  private @Nullable EvictionPolicy<Resident> eviction;
  private boolean activeExpiry = true;
  private long nowMillis;
  private long usedBytes;
  private long peakBytes;
  private long hits;
  private long misses;
  private long evictions;
  private long expirations;
  private long changes;

  /// @param eviction owns the byte bound; null for no bound
  public Databases(@Nullable EvictionPolicy<Resident> eviction, Time time) {
    this.eviction = eviction;
    this.time = time;
    this.nowMillis = time.wallMillis();
    this.expiry = new ExpiryIndex<>(time.monotonicNanos());
    for (int i = 0; i < COUNT; i++) {
      databases[i] = new Database(this, i);
    }
  }

  /// Takes the lock and reads the clock. May be nested.
  public void enter() {
    lock.lock();
    if (lock.getHoldCount() == 1) {
      nowMillis = time.wallMillis();
    }
  }

  /// Ends what [#enter()] began.
  public void exit() {
    try {
      if (lock.getHoldCount() == 1) {
        for (KeyspaceObserver observer : observers) {
          observer.operationEnded();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Reads the clock again, after something that took its time.
  public void readClock() {
    nowMillis = time.wallMillis();
  }

  /// Wall milliseconds as of [#enter()].
  public long nowMillis() {
    return nowMillis;
  }

  public Time time() {
    return time;
  }

  public RandomGenerator random() {
    return random;
  }

  /// @param number from 0 to [#COUNT], exclusive
  public Database database(int number) {
    return databases[number];
  }

  /// The number a database has now.
  public int numberOf(Database database) {
    for (int i = 0; i < COUNT; i++) {
      if (databases[i] == database) {
        return i;
      }
    }
    throw new IllegalArgumentException("a database of another keyspace");
  }

  /// Lets two databases change numbers.
  public void swap(int one, int other) {
    Database held = databases[one];
    databases[one] = databases[other];
    databases[other] = held;
    changes++;
    for (KeyspaceObserver observer : observers) {
      observer.swapped(databases[one], databases[other]);
    }
  }

  /// From now on `observer` hears of every change.
  public void observe(KeyspaceObserver observer) {
    observers.add(observer);
  }

  /// Replaces the policy, and with it the bound; the keys are introduced to it in no special order.
  ///
  /// @param replacement null for no bound
  public void setEviction(@Nullable EvictionPolicy<Resident> replacement) {
    eviction = replacement;
    for (Database database : databases) {
      List<Entry> all = new ArrayList<>(database.size());
      database.forEach(all::add);
      for (Entry entry : all) {
        entry.resident = null;
        touch(entry);
      }
    }
  }

  /// The bound on [#usedBytes()]; 0 for none.
  public long capacityBytes() {
    return eviction == null ? 0 : eviction.capacityBytes();
  }

  /// Accounted to all keys.
  public long usedBytes() {
    return usedBytes;
  }

  public long peakBytes() {
    return peakBytes;
  }

  /// Whether a key with a value of this size could be held at all.
  public boolean fits(Bytes key, long valueBytes, boolean timed) {
    return eviction == null
        || Entry.weightOf(key, valueBytes, timed, true) <= eviction.capacityBytes();
  }

  /// Writes so far: a command that leaves it as it was has changed nothing.
  public long changes() {
    return changes;
  }

  public void setActiveExpiry(boolean active) {
    activeExpiry = active;
  }

  /// Drops keys whose time is over, at most [#EXPIRY_BATCH] of them: expiry's active half.
  ///
  /// @return true when more are due now: call again
  public boolean expireDue() {
    enter();
    try {
      if (!activeExpiry) {
        return false;
      }
      expiry.advance(time.monotonicNanos());
      for (int i = 0; i < EXPIRY_BATCH; i++) {
        Optional<Entry> fired = expiry.poll();
        if (fired.isEmpty()) {
          return false;
        }
        collect(fired.get());
      }
      return true;
    } finally {
      exit();
    }
  }

  /// Between its firing and now the key may have been dropped, replaced or given more time; and the
  /// wheel runs on the monotonic clock, which may be ahead of the wall.
  private void collect(Entry entry) {
    if (entry.database.peek(entry.key()) != entry) {
      return;
    }
    if (entry.expiredAt(nowMillis)) {
      entry.database.expire(entry);
    } else if (entry.isTimed()) {
      long deadline = entry.deadlineMillis();
      entry.stopTimer();
      entry.startTimer(deadline, schedule(entry, deadline));
    }
  }

  /// When [#expireDue()] has work next, in monotonic nanoseconds; empty when no key has a time to
  /// live. Reads do not wait for it.
  public OptionalLong nextDeadline() {
    enter();
    try {
      return activeExpiry ? expiry.nextDeadline() : OptionalLong.empty();
    } finally {
      exit();
    }
  }

  public KeyspaceStats stats() {
    enter();
    try {
      long keys = 0;
      for (Database database : databases) {
        keys += database.size();
      }
      return new KeyspaceStats(
          keys, usedBytes, capacityBytes(), hits, misses, evictions, expirations);
    } finally {
      exit();
    }
  }

  /// `CONFIG RESETSTAT`.
  public void resetStats() {
    hits = 0;
    misses = 0;
    evictions = 0;
    expirations = 0;
    peakBytes = usedBytes;
  }

  Timers.Timer schedule(Entry entry, long deadlineMillis) {
    long millis = Math.clamp(deadlineMillis - nowMillis, 0, LONGEST_TIMER_MILLIS);
    return expiry.schedule(time.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(millis), entry);
  }

  /// An access: accounts the weight the entry now has, tells the policy, and drops whom it evicts;
  /// that may be the entry itself.
  void touch(Entry entry) {
    entry.accessed((int) (nowMillis / 1_000));
    EvictionPolicy<Resident> policy = eviction;
    if (policy != null && entry.resident == null) {
      entry.resident = new Resident(entry.database.id(), entry.key());
    }
    long weight = entry.measure();
    usedBytes += weight - entry.weight;
    entry.weight = weight;
    peakBytes = Math.max(peakBytes, usedBytes);
    Resident resident = entry.resident;
    if (policy != null && resident != null) {
      List<Resident> victims = policy.access(resident, weight);
      for (int i = 0; i < victims.size(); i++) {
        evict(victims.get(i));
      }
      if (policy instanceof TimedEvictionPolicy<Resident> weighing) {
        tellDeadline(weighing, resident, entry);
      }
    }
  }

  private void tellDeadline(TimedEvictionPolicy<Resident> policy, Resident resident, Entry entry) {
    if (entry.isTimed()) {
      long millis = Math.clamp(entry.deadlineMillis() - nowMillis, 0, LONGEST_TIMER_MILLIS);
      policy.expiresAt(resident, time.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(millis));
    } else {
      policy.persists(resident);
    }
  }

  private void evict(Resident victim) {
    for (Database database : databases) {
      if (database.id() == victim.database()) {
        Entry evicted = database.peek(victim.key());
        if (evicted != null) {
          database.evict(evicted);
          usedBytes -= evicted.weight;
          evictions++;
        }
      }
    }
  }

  /// The entry is dropped.
  void forget(Entry entry) {
    usedBytes -= entry.weight;
    if (eviction != null && entry.resident != null) {
      eviction.remove(entry.resident);
    }
  }

  void countHit() {
    hits++;
  }

  void countMiss() {
    misses++;
  }

  void countExpiration() {
    expirations++;
  }

  void countChange() {
    changes++;
  }

  void notifyTouched(Database database, Bytes key) {
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).touched(database, key);
    }
  }

  void notifyCreated(Database database, Bytes key) {
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).created(database, key);
    }
  }

  void notifyFlushing(Database database) {
    for (KeyspaceObserver observer : observers) {
      observer.flushing(database);
    }
  }

  void notifyDeparted(Database database, Bytes key, KeyspaceObserver.Departure why) {
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).touched(database, key);
      observers.get(i).departed(database, key, why);
    }
  }
}
