package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.mvcc.RowVersion;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/// The state a commit is validated against: everything that comes before it in the commit order.
public interface NewestRows {
  /// The row as last written. A deleted row has the version of its deletion and no value, as long
  /// as the deletion is remembered; after that, and when it was never written, its version is 0.
  RowVersion row(String table, Bytes key) throws IOException;

  /// Any row of the range of which `test` is true, remembered deletions included; an empty `end` is
  /// behind the last row.
  Optional<RowVersion> anyInRange(String table, Bytes start, Bytes end, Predicate<RowVersion> test)
      throws IOException;

  /// The oldest readable version: every deletion by a later one is remembered.
  long oldestReadable();
}
