package dev.orrery.objectstore.core.store;

/// One entry of a batch.
public sealed interface Change {
  /// At least one byte.
  Bytes key();

  record Put(Bytes key, Bytes value) implements Change {}

  /// Removes the entry; a missing one is no error.
  record Remove(Bytes key) implements Change {}
}
