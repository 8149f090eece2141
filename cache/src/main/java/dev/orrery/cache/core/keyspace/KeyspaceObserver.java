package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.Bytes;

/// Is told what happens to keys, by whatever protocol, under the lock of the [Databases]: how
/// WATCH, blocked clients, client-side caching and key events learn of it. Must not change the
/// keyspace from within a call but for [#operationEnded()].
public interface KeyspaceObserver {
  /// Why a key went without being asked to.
  enum Departure {
    EXPIRED,
    EVICTED
  }

  /// A key was created, changed, given another deadline, or removed.
  void touched(Database database, Bytes key);

  /// There was no such key before; follows the [#touched(Database, Bytes)] of the same key, or
  /// precedes it.
  default void created(Database database, Bytes key) {}

  /// All keys of a database go; called before.
  default void flushing(Database database) {}

  /// The keys of two databases changed places; called after.
  default void swapped(Database one, Database other) {}

  /// Follows the [#touched(Database, Bytes)] of the same key.
  default void departed(Database database, Bytes key, Departure why) {}

  /// The lock is about to be released: nothing is half-done.
  default void operationEnded() {}
}
