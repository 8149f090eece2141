package dev.orrery.database.core.mvcc;

import dev.orrery.database.core.Bytes;
import java.util.Optional;

/// A row as one version left it.
///
/// @param version the commit that wrote it, 0 when no write is known
/// @param value empty when the row is missing: deleted by that version, or never written
public record RowVersion(Bytes key, long version, Optional<Bytes> value) {
  /// A row of which nothing is known.
  public static RowVersion missing(Bytes key) {
    return new RowVersion(key, 0, Optional.empty());
  }

  public boolean exists() {
    return value.isPresent();
  }
}
