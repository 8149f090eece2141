package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;

/// What must still hold at commit.
public sealed interface Precondition {
  String table();

  /// The row was not written, deleted included, after `since`. With 0: it is missing, and no
  /// deletion of it is remembered.
  record RowUnchanged(String table, Bytes key, long since) implements Precondition {}

  /// No row from `start` (inclusive; empty: the first) to `end` (exclusive; empty: behind the last)
  /// was written, deleted included, after `since`: the guard of a scan against phantoms.
  record RangeUnchanged(String table, Bytes start, Bytes end, long since) implements Precondition {}

  /// The row exists, or is missing.
  record RowExists(String table, Bytes key, boolean expected) implements Precondition {}

  /// The row exists and holds exactly this value.
  record ValueEquals(String table, Bytes key, Bytes value) implements Precondition {}
}
