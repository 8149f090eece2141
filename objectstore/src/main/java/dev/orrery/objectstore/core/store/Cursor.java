package dev.orrery.objectstore.core.store;

import java.io.Closeable;
import java.io.IOException;

/// A walk over entries in ascending order of their keys. Stands before the first one when opened.
/// Used by one thread; to be closed.
///
/// Entries committed or removed after the cursor was opened may or may not be met; all others are
/// met once, in order.
public interface Cursor extends Closeable {
  /// Moves to the next entry; false when there is none.
  ///
  /// @throws IOException when the medium fails: there may be more entries than were met
  boolean next() throws IOException;

  /// The present entry's key. Only after [#next()] gave true.
  Bytes key();

  /// The present entry's value. Only after [#next()] gave true.
  Bytes value();

  @Override
  void close();
}
