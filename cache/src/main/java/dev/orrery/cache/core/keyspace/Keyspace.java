package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.PackedSortedList;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.ports.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the gRPC contract can do to a keyspace, each call atomic: strings, counters and sorted
/// lists of database 0.
///
/// Thread-safe: every call holds the lock of the [Databases] once, so the whole is linearizable. A
/// read takes it too, since a read moves the key in the eviction policy's order.
public final class Keyspace {
  /// Longer times to live are cut to this; 100 years.
  public static final long MAXIMUM_TTL_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  /// Keys collected by one [#expireDue()].
  public static final int EXPIRY_BATCH = Databases.EXPIRY_BATCH;

  /// More than any list spends on a member beside its bytes: what one may cost at most.
  private static final int MEMBER_OVERHEAD_BOUND = 512;

  /// When a [#set] happens.
  public enum Condition {
    ALWAYS,
    IF_ABSENT,
    IF_PRESENT
  }

  private final Databases databases;
  private final Supplier<? extends SortedList> lists;

  /// @param eviction owns the byte bound; used under the lock only
  /// @param lists makes an empty sorted list
  public Keyspace(
      EvictionPolicy<Resident> eviction, Supplier<? extends SortedList> lists, Time time) {
    this(new Databases(eviction, time), lists);
  }

  /// On databases that other protocols work on, too.
  public Keyspace(Databases databases, Supplier<? extends SortedList> lists) {
    this.databases = databases;
    this.lists = lists;
  }

  private Database keys() {
    return databases.database(0);
  }

  /// The values of these keys at one instant, in the same order; a key that holds a sorted list
  /// counts as missing.
  public List<Optional<StringValue>> get(List<Bytes> keys) {
    databases.enter();
    try {
      List<Optional<StringValue>> values = new ArrayList<>(keys.size());
      for (Bytes key : keys) {
        Entry entry = keys().find(key);
        if (entry != null && entry.value() instanceof StringValue string) {
          databases.countHit();
          databases.touch(entry);
          values.add(Optional.of(string));
        } else {
          databases.countMiss();
          values.add(Optional.empty());
        }
      }
      return values;
    } finally {
      databases.exit();
    }
  }

  /// Puts a string under `key`, whatever it held before, and replaces its time to live.
  ///
  /// @param ttlMillis from now; 0 means none
  /// @return false when the condition did not hold
  /// @throws KeyspaceException.OutOfMemory when it is larger than the whole cache
  public boolean set(Bytes key, StringValue value, long ttlMillis, Condition condition) {
    databases.enter();
    try {
      Entry entry = keys().find(key);
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
      keys().put(key, value, deadline(ttlMillis));
      return true;
    } finally {
      databases.exit();
    }
  }

  /// @return how many of the keys were there
  public int delete(List<Bytes> keys) {
    databases.enter();
    try {
      int deleted = 0;
      for (Bytes key : keys) {
        deleted += keys().remove(key) ? 1 : 0;
      }
      return deleted;
    } finally {
      databases.exit();
    }
  }

  /// Adds to the number under `key`, which counts as 0 when missing; keeps its time to live.
  ///
  /// @return the sum
  /// @throws KeyspaceException.NotAnInteger when it holds another string, or on overflow
  /// @throws KeyspaceException.WrongType when it holds a sorted list
  public long increment(Bytes key, long by) {
    databases.enter();
    try {
      Entry entry = keys().find(key);
      long sum = entry == null ? by : sum(entry, by);
      StringValue value = StringValue.of(sum);
      requireRoom(key, value.retainedBytes(), entry != null && entry.isTimed());
      keys().put(key, value);
      return sum;
    } finally {
      databases.exit();
    }
  }

  private static long sum(Entry entry, long by) {
    if (!(entry.value() instanceof StringValue string)) {
      throw new KeyspaceException.WrongType(entry.key(), "sorted list", "string");
    }
    OptionalLong number = string.asInteger();
    if (number.isEmpty()) {
      throw new KeyspaceException.NotAnInteger(
          "key '" + entry.key() + "' holds no decimal signed 64-bit integer");
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
    databases.enter();
    try {
      Entry entry = keys().find(key);
      if (entry == null) {
        return false;
      }
      requireRoom(key, entry.value().retainedBytes(), ttlMillis != 0);
      keys().setDeadline(entry, deadline(ttlMillis));
      return true;
    } finally {
      databases.exit();
    }
  }

  /// Changes a sorted list, all of it or nothing. A list left empty is removed.
  ///
  /// @throws KeyspaceException.WrongType when the key holds a string
  /// @throws KeyspaceException.OutOfMemory when the list would be larger than the whole cache
  /// @throws IllegalArgumentException when a score is not a number
  public SortedListChange.Outcome change(SortedListChange change) {
    databases.enter();
    try {
      Entry entry = keys().find(change.key());
      SortedList held = entry == null ? null : sortedList(entry);
      if (!holds(change.precondition(), held)) {
        return new SortedListChange.Outcome(false, 0, held == null ? 0 : held.size());
      }
      SortedList list = held == null ? lists.get() : roomFor(change, held);
      int added = apply(change, list);
      boolean timed = change.ttlMillis() != 0 || (entry != null && entry.isTimed());
      requireRoom(change.key(), SortedListValue.retainedBytes(list), timed);
      finish(change, entry, list);
      return new SortedListChange.Outcome(true, added, list.size());
    } finally {
      databases.exit();
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
    long most = SortedListValue.retainedBytes(held);
    for (ScoredMember member : change.add()) {
      most += member.member().length() + MEMBER_OVERHEAD_BOUND;
    }
    // A list that Redis's commands packed is small, and may not stay so: it is converted.
    if (!(held instanceof PackedSortedList) && databases.fits(change.key(), most, true)) {
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
        keys().remove(entry.key());
      }
      return;
    }
    SortedListValue value = new SortedListValue(list, lists);
    if (change.ttlMillis() != 0) {
      keys().put(change.key(), value, deadline(change.ttlMillis()));
    } else {
      keys().put(change.key(), value);
    }
  }

  /// A stretch of a sorted list; empty when there is no such key.
  ///
  /// @throws KeyspaceException.WrongType when the key holds a string
  public Optional<SortedListRange.Slice> range(Bytes key, SortedListRange range) {
    databases.enter();
    try {
      Entry entry = keys().find(key);
      if (entry == null) {
        databases.countMiss();
        return Optional.empty();
      }
      SortedListRange.Slice slice = range.of(sortedList(entry));
      databases.countHit();
      databases.touch(entry);
      return Optional.of(slice);
    } finally {
      databases.exit();
    }
  }

  /// Takes members out of a sorted list.
  ///
  /// @return how many were there
  /// @throws KeyspaceException.WrongType when the key holds a string
  public int removeMembers(Bytes key, List<Bytes> members) {
    databases.enter();
    try {
      Entry entry = keys().find(key);
      if (entry == null) {
        return 0;
      }
      SortedList list = sortedList(entry);
      int removed = 0;
      for (Bytes member : members) {
        removed += list.remove(member) ? 1 : 0;
      }
      if (list.size() == 0) {
        keys().remove(key);
      } else if (removed > 0) {
        keys().changed(entry);
      }
      return removed;
    } finally {
      databases.exit();
    }
  }

  /// See [Databases#expireDue()].
  public boolean expireDue() {
    return databases.expireDue();
  }

  /// See [Databases#nextDeadline()].
  public OptionalLong nextDeadline() {
    return databases.nextDeadline();
  }

  public KeyspaceStats stats() {
    return databases.stats();
  }

  private static SortedList sortedList(Entry entry) {
    if (entry.value() instanceof SortedListValue(SortedList list, var _)) {
      return list;
    }
    throw new KeyspaceException.WrongType(entry.key(), "string", "sorted list");
  }

  private void requireRoom(Bytes key, long valueBytes, boolean timed) {
    if (!databases.fits(key, valueBytes, timed)) {
      long weight = Entry.weightOf(key, valueBytes, timed, true);
      throw new KeyspaceException.OutOfMemory(key, weight, databases.capacityBytes());
    }
  }

  private long deadline(long ttlMillis) {
    return ttlMillis == 0
        ? Entry.NEVER
        : databases.nowMillis() + Math.min(ttlMillis, MAXIMUM_TTL_MILLIS);
  }
}
