package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.dictionary.Dictionary;
import dev.orrery.cache.core.memory.Bytes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One of the numbered databases: keys, and the primitive operations on them that every command of
/// every protocol is made of. All of them are called with the lock of the [Databases] held.
public final class Database {
  private final Databases databases;
  private final int id;
  private final Dictionary<Entry> entries = new Dictionary<>();
  private int timed;

  Database(Databases databases, int id) {
    this.databases = databases;
    this.id = id;
  }

  /// Stays with the database when `SWAPDB` gives it another number.
  public int id() {
    return id;
  }

  /// Keys held; may include expired ones that were not collected yet.
  public int size() {
    return entries.size();
  }

  /// How many of them have a time to live.
  public int timedKeys() {
    return timed;
  }

  /// The key's entry if its time is not over, for looking without counting as an access: `TTL`,
  /// `TYPE`, `OBJECT`, and before a write. Expiry's lazy half.
  public @Nullable Entry find(Bytes key) {
    Entry entry = entries.find(key);
    if (entry != null && entry.expiredAt(databases.nowMillis())) {
      expire(entry);
      return null;
    }
    return entry;
  }

  /// The key's entry for reading its value: a hit or a miss, and an access for the eviction policy.
  public @Nullable Entry read(Bytes key) {
    Entry entry = find(key);
    if (entry == null) {
      databases.countMiss();
    } else {
      databases.countHit();
      databases.touch(entry);
    }
    return entry;
  }

  /// Puts `value` under a key, whatever was there; the time to live of what was there stays.
  ///
  /// @return the entry; it may be gone again when it was too heavy for the bound
  public Entry put(Bytes key, Value value) {
    Entry entry = find(key);
    if (entry == null) {
      entry = new Entry(this, key, value);
      entries.add(entry);
      databases.notifyCreated(this, key);
    } else {
      entry.setValue(value);
    }
    changed(entry);
    return entry;
  }

  /// Puts `value` under a key without a time to live, or with this deadline.
  ///
  /// @param deadlineMillis wall time, or [Entry#NEVER]
  public void put(Bytes key, Value value, long deadlineMillis) {
    Entry entry = find(key);
    if (entry == null) {
      entry = new Entry(this, key, value);
      entries.add(entry);
      databases.notifyCreated(this, key);
    } else {
      entry.setValue(value);
      stopTimer(entry);
    }
    if (deadlineMillis != Entry.NEVER) {
      startTimer(entry, deadlineMillis);
    }
    changed(entry);
  }

  /// Gives another value to a key that is there, as when an encoding is converted.
  public void replace(Entry entry, Value value) {
    entry.setValue(value);
    changed(entry);
  }

  /// To be called after the value of `entry` was changed in place: weighs it again, which may evict
  /// others, or it, and tells the observers.
  public void changed(Entry entry) {
    databases.countChange();
    databases.touch(entry);
    databases.notifyTouched(this, entry.key());
  }

  /// @return whether it was there
  public boolean remove(Bytes key) {
    Entry entry = find(key);
    if (entry == null) {
      return false;
    }
    drop(entry);
    databases.countChange();
    databases.notifyTouched(this, key);
    return true;
  }

  /// Sets or replaces the deadline of a key; one that has passed removes it at once.
  ///
  /// @param deadlineMillis wall time, or [Entry#NEVER] to take the time to live away
  public void setDeadline(Entry entry, long deadlineMillis) {
    if (deadlineMillis != Entry.NEVER && deadlineMillis <= databases.nowMillis()) {
      remove(entry.key());
      return;
    }
    stopTimer(entry);
    if (deadlineMillis != Entry.NEVER) {
      startTimer(entry, deadlineMillis);
    }
    changed(entry);
  }

  private void startTimer(Entry entry, long deadlineMillis) {
    entry.startTimer(deadlineMillis, databases.schedule(entry, deadlineMillis));
    timed++;
  }

  private void stopTimer(Entry entry) {
    if (entry.isTimed()) {
      entry.stopTimer();
      timed--;
    }
  }

  /// Any key whose time is not over, or null.
  public @Nullable Bytes randomKey() {
    while (!entries.isEmpty()) {
      Entry entry = entries.random(databases.random());
      if (entry != null && find(entry.key()) != null) {
        return entry.key();
      }
    }
    return null;
  }

  /// One step of a walk over the keys; see [Dictionary#scan(long, Consumer)]. Expired keys are
  /// shown: the visitor collects, its caller looks again.
  public long scan(long cursor, Consumer<Entry> visitor) {
    return entries.scan(cursor, visitor);
  }

  /// Every entry; the visitor must not change the database.
  public void forEach(Consumer<Entry> visitor) {
    entries.forEach(visitor);
  }

  /// Removes every key.
  ///
  /// @return how many there were
  public int clear() {
    databases.notifyFlushing(this);
    int removed = entries.size();
    entries.forEach(entry -> {
      databases.forget(entry);
      entry.stopTimer();
    });
    entries.clear();
    timed = 0;
    databases.countChange();
    return removed;
  }

  /// The time of a key is over.
  void expire(Entry entry) {
    drop(entry);
    databases.countExpiration();
    databases.notifyDeparted(this, entry.key(), KeyspaceObserver.Departure.EXPIRED);
  }

  /// The policy wants it gone.
  void evict(Entry entry) {
    entries.remove(entry.key());
    stopTimer(entry);
    databases.notifyDeparted(this, entry.key(), KeyspaceObserver.Departure.EVICTED);
  }

  @Nullable Entry peek(Bytes key) {
    return entries.find(key);
  }

  private void drop(Entry entry) {
    entries.remove(entry.key());
    stopTimer(entry);
    databases.forget(entry);
  }
}
