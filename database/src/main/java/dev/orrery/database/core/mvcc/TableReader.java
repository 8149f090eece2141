package dev.orrery.database.core.mvcc;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.DatabaseException;
import dev.orrery.database.core.mvcc.VersionedRows.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Reads at a version that is visible and still kept.
///
/// No lock is taken against the garbage collector. It publishes the new horizon before it removes
/// the first entry because of it, so a reader that looks at the horizon after it has read knows
/// whether anything it should have met may be gone; it then asks again, or gives up when the caller
/// named the version. Thread-safe.
public final class TableReader {
  /// What a caller writes for "the newest version".
  public static final long NEWEST = 0;

  /// Rows asked for by key, in the order asked, missing ones included.
  public record Rows(List<RowVersion> rows, long version) {}

  /// A page of a scan, without tombstones.
  ///
  /// @param next where to go on when not complete: the next inclusive start upwards, the next
  ///   exclusive end downwards
  public record Page(List<RowVersion> rows, long version, Bytes next, boolean complete) {}

  /// @param start inclusive; empty: the first row
  /// @param end exclusive; empty: behind the last
  public record Range(Bytes start, Bytes end) {}

  /// A page ends at whichever bound is reached first, though never before its first row.
  public record PageBound(int rows, long bytes) {}

  private interface ReadAt<T> {
    T at(long version) throws IOException;
  }

  private final VersionedRows rows;
  private final Retention retention;
  private final LongSupplier visible;

  /// @param visible the newest version that may be shown
  public TableReader(VersionedRows rows, Retention retention, LongSupplier visible) {
    this.rows = rows;
    this.retention = retention;
    this.visible = visible;
  }

  /// Reads rows by key.
  ///
  /// @param version [#NEWEST], or one that is readable
  /// @throws DatabaseException.VersionUnavailable when it is not readable
  public Rows get(String table, List<Bytes> keys, long version) throws IOException {
    return read(
        version,
        at -> {
          List<RowVersion> found = new ArrayList<>(keys.size());
          for (Bytes key : keys) {
            RowVersion row = rows.read(table, key, at);
            found.add(row.exists() ? row : RowVersion.missing(key));
          }
          return new Rows(found, at);
        });
  }

  /// Reads one page of a range.
  ///
  /// @param version [#NEWEST], or one that is readable
  /// @throws DatabaseException.VersionUnavailable when it is not readable
  public Page scan(String table, Range range, boolean descending, PageBound bound, long version)
      throws IOException {
    return read(version, at -> page(table, range, descending, bound, at));
  }

  private Page page(String table, Range range, boolean descending, PageBound bound, long version)
      throws IOException {
    List<RowVersion> page = new ArrayList<>();
    long bytes = 0;
    try (RowCursor cursor = rows.scan(table, range.start(), range.end(), version, descending)) {
      while (cursor.next()) {
        RowVersion row = cursor.row();
        if (!row.exists()) {
          continue;
        }
        bytes += row.key().length() + row.value().orElse(Bytes.EMPTY).length();
        boolean full = page.size() >= bound.rows() || bytes > bound.bytes();
        if (full && !page.isEmpty()) {
          Bytes next = descending ? page.getLast().key() : row.key();
          return new Page(page, version, next, false);
        }
        page.add(row);
      }
    }
    return new Page(page, version, Bytes.EMPTY, true);
  }

  private <T> T read(long version, ReadAt<T> body) throws IOException {
    while (true) {
      long newest = visible.getAsLong();
      long at = version == NEWEST ? newest : version;
      if (at < retention.oldest() || at > newest) {
        throw new DatabaseException.VersionUnavailable(at, retention.oldest(), newest);
      }
      T result = body.at(at);
      if (at >= retention.oldest()) {
        return result;
      }
      if (version != NEWEST) {
        throw new DatabaseException.VersionUnavailable(at, retention.oldest(), newest);
      }
    }
  }
}
