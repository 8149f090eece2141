package dev.orrery.objectstore.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A sorted map of byte strings, in unsigned byte order, whose commits are atomic and durable:
/// where the store keeps everything about objects but their bytes.
///
/// Thread-safe: several threads may commit and scan at once. All calls may block on the medium.
public interface OrderedStore extends Closeable {
  /// The value of `key`, if there is one.
  Optional<Bytes> get(Bytes key) throws IOException;

  /// Applies all changes, in the order of the list, or none of them; returns once they survive a
  /// crash.
  ///
  /// @throws IOException when the medium fails: the batch may or may not be there after a restart,
  ///   whole or not at all
  void commit(List<Change> batch) throws IOException;

  /// Opens a cursor on the entries from `start` (inclusive) to `end` (exclusive; empty means
  /// without end).
  Cursor scan(Bytes start, Bytes end) throws IOException;
}
