package dev.orrery.database.core.transaction;

/// What became of a transaction.
public sealed interface Outcome {
  /// All its writes bear this version.
  record Committed(long version) implements Outcome {}

  /// Nothing was written.
  record Aborted(Conflict conflict) implements Outcome {}
}
