package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.expiry.ExpiryIndex;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.ports.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All keys of the cache, within a byte bound.
///
/// ```
///                       ┌──────────────── lock ────────────────┐
///   get, set, change →  │ entries   key → (value, deadline)    │
///                       │ eviction  key → weight, order        │ → who leaves when it is full
///   expireDue        →  │ expiry    deadline → entry           │ → who leaves when time is over
///                       └──────────────────────────────────────┘
/// ```
///
/// Thread-safe: one [ReentrantLock] guards everything below, and every operation holds it once, so
/// each is atomic and the whole is linearizable. A read takes it too, since a read moves the key in
/// the eviction policy's order. Nothing blocks while holding it.
///
/// Invariants: the policy's residents are exactly the keys of `entries`; its weight of each is
/// `entry.measure()` as of the last change; so its bound is the bound on accounted memory.
public final class Keyspace {
  /// Longer times to live are cut to this; 100 years.
  public static final long MAXIMUM_TTL_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  /// Keys collected by one [#expireDue()], so that the lock is not held long.
  public static final int EXPIRY_BATCH = 1_000;

  /// More than any list spends on a member beside its bytes: what one may cost at most.
  private static final int MEMBER_OVERHEAD_BOUND = 512;

  /// When a [#set] happens.
  public enum Condition {
    ALWAYS,
    IF_ABSENT,
    IF_PRESENT
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Bytes, Entry> entries = new HashMap<>();
  private final EvictionPolicy<Bytes> eviction;
  private final Supplier<? extends SortedList> lists;
  private final Time time;
  private final ExpiryIndex<Entry> expiry;
  private long hits;
  private long misses;
  private long evictions;
  private long expirations;

  /// @param eviction owns the byte bound; used under this keyspace's lock only
  /// @param lists makes an empty sorted list
  public Keyspace(EvictionPolicy<Bytes> eviction, Supplier<? extends SortedList> lists, Time time) {
    this.eviction = eviction;
    this.lists = lists;
    this.time = time;
    this.expiry = new ExpiryIndex<>(time.monotonicNanos());
  }

  /// The values of these keys at one instant, in the same order; a key that holds a sorted list
  /// counts as missing.
  public List<Optional<StringValue>> get(List<Bytes> keys) {
    lock.lock();
    try {
      List<Optional<StringValue>> values = new ArrayList<>(keys.size());
      for (Bytes key : keys) {
        Entry entry = find(key);
        if (entry != null && entry.value instanceof StringValue string) {
          hits++;
          values.add(Optional.of(string));
          touch(entry);
        } else {
          misses++;
          values.add(Optional.empty());
        }
      }
      return values;
    } finally {
      lock.unlock();
    }
  }

  /// Puts a string under `key`, whatever it held before, and replaces its time to live.
  ///
  /// @param ttlMillis from now; 0 means none
  /// @return false when the condition did not hold
  /// @throws KeyspaceException.OutOfMemory when it is larger than the whole cache
  public boolean set(Bytes key, StringValue value, long ttlMillis, Condition condition) {
    lock.lock();
    try {
      Entry entry = find(key);
      boolean holds =
          switch (condition) {
            case ALWAYS -> true;
            case IF_ABSENT -> entry == null;
            case IF_PRESENT -> entry != null;
          };
      if (!holds) {
        return false;
      }
      requireRoom(key, value.retainedBytes(), ttlMillis != 0);
      Entry target = entry == null ? insert(key, value) : entry;
      target.value = value;
      setTimeToLive(target, ttlMillis);
      touch(target);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// @return how many of the keys were there
  public int delete(List<Bytes> keys) {
    lock.lock();
    try {
      int deleted = 0;
      for (Bytes key : keys) {
        Entry entry = find(key);
        if (entry != null) {
          drop(entry);
          deleted++;
        }
      }
      return deleted;
    } finally {
      lock.unlock();
    }
  }

  /// Adds to the number under `key`, which counts as 0 when missing; keeps its time to live.
  ///
  /// @return the sum
  /// @throws KeyspaceException.NotAnInteger when it holds another string, or on overflow
  /// @throws KeyspaceException.WrongType when it holds a sorted list
  public long increment(Bytes key, long by) {
    lock.lock();
    try {
      Entry entry = find(key);
      long sum = entry == null ? by : sum(entry, by);
      StringValue value = StringValue.of(sum);
      requireRoom(key, value.retainedBytes(), entry != null && entry.timer != null);
      Entry target = entry == null ? insert(key, value) : entry;
      target.value = value;
      touch(target);
      return sum;
    } finally {
      lock.unlock();
    }
  }

  private static long sum(Entry entry, long by) {
    if (!(entry.value instanceof StringValue string)) {
      throw new KeyspaceException.WrongType(entry.key, "sorted list", "string");
    }
    OptionalLong number = string.asInteger();
    if (number.isEmpty()) {
      throw new KeyspaceException.NotAnInteger(
          "key '" + entry.key + "' holds no decimal signed 64-bit integer");
    }
    try {
      return Math.addExact(number.getAsLong(), by);
    } catch (ArithmeticException overflow) {
      throw new KeyspaceException.NotAnInteger(
          number.getAsLong() + " + " + by + " overflows a signed 64-bit integer");
    }
  }

  /// Replaces the time to live of a key.
  ///
  /// @param ttlMillis from now; 0 takes it away
  /// @return false when there is no such key
  public boolean expire(Bytes key, long ttlMillis) {
    lock.lock();
    try {
      Entry entry = find(key);
      if (entry == null) {
        return false;
      }
      requireRoom(key, entry.value.retainedBytes(), ttlMillis != 0);
      setTimeToLive(entry, ttlMillis);
      touch(entry);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Changes a sorted list, all of it or nothing. A list left empty is removed.
  ///
  /// @throws KeyspaceException.WrongType when the key holds a string
  /// @throws KeyspaceException.OutOfMemory when the list would be larger than the whole cache
  /// @throws IllegalArgumentException when a score is not a number
  public SortedListChange.Outcome change(SortedListChange change) {
    lock.lock();
    try {
      Entry entry = find(change.key());
      SortedList held = entry == null ? null : sortedList(entry);
      if (!holds(change.precondition(), held)) {
        return new SortedListChange.Outcome(false, 0, held == null ? 0 : held.size());
      }
      SortedList list = held == null ? lists.get() : roomFor(change, held);
      int added = apply(change, list);
      boolean timed = change.ttlMillis() != 0 || (entry != null && entry.timer != null);
      requireRoom(change.key(), SortedListValue.retainedBytes(list), timed);
      finish(change, entry, list);
      return new SortedListChange.Outcome(true, added, list.size());
    } finally {
      lock.unlock();
    }
  }

  private static boolean holds(Precondition precondition, @Nullable SortedList list) {
    return switch (precondition) {
      case Precondition.None _ -> true;
      case Precondition.KeyExists _ -> list != null;
      case Precondition.MemberExists(Bytes member) ->
          list != null && list.score(member).isPresent();
    };
  }

  /// The list to change: the held one when the result surely fits, else a copy, so that a refusal
  /// leaves the held one as it was. Only a list near the size of the whole cache is ever copied.
  private SortedList roomFor(SortedListChange change, SortedList held) {
    long most = Entry.weightOf(change.key(), SortedListValue.retainedBytes(held), true);
    for (ScoredMember member : change.add()) {
      most += member.member().length() + MEMBER_OVERHEAD_BOUND;
    }
    if (most <= eviction.capacityBytes()) {
      return held;
    }
    SortedList copy = lists.get();
    held.range(0, held.size()).forEach(member -> copy.add(member.member(), member.score()));
    return copy;
  }

  private static int apply(SortedListChange change, SortedList list) {
    change.remove().forEach(list::remove);
    int added = 0;
    for (ScoredMember member : change.add()) {
      added += list.add(member.member(), member.score()) ? 1 : 0;
    }
    if (change.maximumLength() != 0 && list.size() > change.maximumLength()) {
      list.removeLowest(list.size() - change.maximumLength());
    }
    return added;
  }

  private void finish(SortedListChange change, @Nullable Entry entry, SortedList list) {
    if (list.size() == 0) {
      if (entry != null) {
        drop(entry);
      }
      return;
    }
    SortedListValue value = new SortedListValue(list);
    Entry target = entry == null ? insert(change.key(), value) : entry;
    target.value = value;
    if (change.ttlMillis() != 0) {
      setTimeToLive(target, change.ttlMillis());
    }
    touch(target);
  }

  /// A stretch of a sorted list; empty when there is no such key.
  ///
  /// @throws KeyspaceException.WrongType when the key holds a string
  public Optional<SortedListRange.Slice> range(Bytes key, SortedListRange range) {
    lock.lock();
    try {
      Entry entry = find(key);
      if (entry == null) {
        misses++;
        return Optional.empty();
      }
      SortedListRange.Slice slice = range.of(sortedList(entry));
      hits++;
      touch(entry);
      return Optional.of(slice);
    } finally {
      lock.unlock();
    }
  }

  /// Takes members out of a sorted list.
  ///
  /// @return how many were there
  /// @throws KeyspaceException.WrongType when the key holds a string
  public int removeMembers(Bytes key, List<Bytes> members) {
    lock.lock();
    try {
      Entry entry = find(key);
      if (entry == null) {
        return 0;
      }
      SortedList list = sortedList(entry);
      int removed = 0;
      for (Bytes member : members) {
        removed += list.remove(member) ? 1 : 0;
      }
      if (list.size() == 0) {
        drop(entry);
      } else {
        touch(entry);
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /// Drops keys whose time is over, at most [#EXPIRY_BATCH] of them.
  ///
  /// @return true when more are due now: call again
  public boolean expireDue() {
    lock.lock();
    try {
      expiry.advance(time.monotonicNanos());
      for (int i = 0; i < EXPIRY_BATCH; i++) {
        Optional<Entry> fired = expiry.poll();
        if (fired.isEmpty()) {
          return false;
        }
        // Between its firing and now the key may have been dropped, replaced or given more time.
        Entry entry = fired.get();
        if (entries.get(entry.key) == entry && entry.expiredAt(time.monotonicNanos())) {
          drop(entry);
          expirations++;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// When [#expireDue()] has work next, in monotonic nanoseconds; empty when no key has a time to
  /// live. Reads do not wait for it.
  public OptionalLong nextDeadline() {
    return locked(_ -> expiry.nextDeadline());
  }

  public KeyspaceStats stats() {
    return locked(keyspace ->
        new KeyspaceStats(
            keyspace.entries.size(),
            keyspace.eviction.usedBytes(),
            keyspace.eviction.capacityBytes(),
            keyspace.hits,
            keyspace.misses,
            keyspace.evictions,
            keyspace.expirations));
  }

  private <R> R locked(Function<Keyspace, R> reading) {
    lock.lock();
    try {
      return reading.apply(this);
    } finally {
      lock.unlock();
    }
  }

  /// The entry of a key whose time is not over: expiry's lazy half.
  private @Nullable Entry find(Bytes key) {
    Entry entry = entries.get(key);
    if (entry != null && entry.expiredAt(time.monotonicNanos())) {
      drop(entry);
      expirations++;
      return null;
    }
    return entry;
  }

  private static SortedList sortedList(Entry entry) {
    if (entry.value instanceof SortedListValue(SortedList list)) {
      return list;
    }
    throw new KeyspaceException.WrongType(entry.key, "string", "sorted list");
  }

  private void requireRoom(Bytes key, long valueBytes, boolean timed) {
    long weight = Entry.weightOf(key, valueBytes, timed);
    if (weight > eviction.capacityBytes()) {
      throw new KeyspaceException.OutOfMemory(key, weight, eviction.capacityBytes());
    }
  }

  private Entry insert(Bytes key, Value value) {
    Entry entry = new Entry(key, value);
    entries.put(key, entry);
    return entry;
  }

  private void setTimeToLive(Entry entry, long ttlMillis) {
    if (entry.timer != null) {
      entry.timer.cancel();
      entry.timer = null;
    }
    if (ttlMillis != 0) {
      long bounded = Math.min(ttlMillis, MAXIMUM_TTL_MILLIS);
      entry.deadlineNanos = time.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(bounded);
      entry.timer = expiry.schedule(entry.deadlineNanos, entry);
    }
  }

  /// Tells the policy of an access, with the weight the entry now has, and drops whom it evicts;
  /// that may be the entry itself.
  private void touch(Entry entry) {
    entry.weight = entry.measure();
    for (Bytes victim : eviction.access(entry.key, entry.weight)) {
      Entry evicted = entries.remove(victim);
      if (evicted != null) {
        setTimeToLive(evicted, 0);
        evictions++;
      }
    }
  }

  private void drop(Entry entry) {
    entries.remove(entry.key);
    eviction.remove(entry.key);
    setTimeToLive(entry, 0);
  }
}
