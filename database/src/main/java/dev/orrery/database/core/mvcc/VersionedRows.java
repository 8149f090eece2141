package dev.orrery.database.core.mvcc;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.store.Change;
import dev.orrery.database.core.store.Cursor;
import dev.orrery.database.core.store.OrderedStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Rows at a version, read from the entries of an ordered store. The page of the package shows the
/// layout. As thread-safe as the store's scans.
public final class VersionedRows {
  /// "At the newest version there is."
  public static final long NEWEST = Long.MAX_VALUE;

  private static final byte TOMBSTONE = 0;
  private static final byte PRESENT = 1;
  private static final Bytes TOMBSTONE_VALUE = Bytes.wrap(new byte[] {TOMBSTONE});

  private final OrderedStore store;

  public VersionedRows(OrderedStore store) {
    this.store = store;
  }

  /// The entry that a write adds to the store.
  public static Change entry(String table, Bytes key, long version, Optional<Bytes> value) {
    return new Change.Put(
        RowKey.of(table, key, version), value.map(VersionedRows::present).orElse(TOMBSTONE_VALUE));
  }

  /// The row as of `version`, its tombstone included.
  public RowVersion read(String table, Bytes key, long version) throws IOException {
    try (Cursor cursor =
        store.scan(RowKey.of(table, key, version), RowKey.afterRow(table, key), false)) {
      return cursor.next()
          ? new RowVersion(key, RowKey.version(cursor.key()), value(cursor.value()))
          : RowVersion.missing(key);
    }
  }

  /// The rows of a range as of `version`, tombstones included, from `start` (inclusive; empty: the
  /// first) to `end` (exclusive; empty: behind the last).
  public RowCursor scan(String table, Bytes start, Bytes end, long version, boolean descending)
      throws IOException {
    Bytes from = start.isEmpty() ? RowKey.beforeTable(table) : RowKey.beforeRow(table, start);
    Bytes to = end.isEmpty() ? RowKey.afterTable(table) : RowKey.beforeRow(table, end);
    Cursor cursor = store.scan(from, to, descending);
    return descending
        ? new Descending(table, cursor, version)
        : new Ascending(table, cursor, version);
  }

  static boolean isTombstone(Bytes value) {
    return value.array()[0] == TOMBSTONE;
  }

  private static Bytes present(Bytes value) {
    byte[] bytes = new byte[1 + value.length()];
    bytes[0] = PRESENT;
    System.arraycopy(value.array(), 0, bytes, 1, value.length());
    return Bytes.wrap(bytes);
  }

  private static Optional<Bytes> value(Bytes stored) {
    return isTombstone(stored)
        ? Optional.empty()
        : Optional.of(Bytes.wrap(Arrays.copyOfRange(stored.array(), 1, stored.length())));
  }

  /// A walk over rows; used by one thread, to be closed.
  public abstract static sealed class RowCursor implements Closeable {
    final String table;
    final Cursor entries;
    final long version;
    RowVersion row = RowVersion.missing(Bytes.EMPTY);

    private RowCursor(String table, Cursor entries, long version) {
      this.table = table;
      this.entries = entries;
      this.version = version;
    }

    /// Moves to the next row; false when there is none.
    public abstract boolean next() throws IOException;

    /// The present row. Only after [#next()] gave true.
    public RowVersion row() {
      return row;
    }

    @Override
    public void close() {
      entries.close();
    }

    void present(Bytes entry, Bytes stored) {
      row = new RowVersion(RowKey.key(table, entry), RowKey.version(entry), value(stored));
    }
  }

  /// Upwards the newest entry of a row comes first: the first one not too new is the row, the rest
  /// is skipped.
  private static final class Ascending extends RowCursor {
    private Bytes last = Bytes.EMPTY;

    Ascending(String table, Cursor entries, long version) {
      super(table, entries, version);
    }

    @Override
    public boolean next() throws IOException {
      while (entries.next()) {
        Bytes entry = entries.key();
        if (RowKey.version(entry) <= version && (last.isEmpty() || !RowKey.sameRow(entry, last))) {
          last = entry;
          present(entry, entries.value());
          return true;
        }
      }
      return false;
    }
  }

  /// Downwards the oldest entry of a row comes first: the row is the last one not too new before
  /// the next row begins, so the walk is always one entry ahead.
  private static final class Descending extends RowCursor {
    private boolean more;
    private boolean started;

    Descending(String table, Cursor entries, long version) {
      super(table, entries, version);
    }

    @Override
    public boolean next() throws IOException {
      if (!started) {
        started = true;
        more = entries.next();
      }
      while (more) {
        Bytes first = entries.key();
        boolean found = false;
        Bytes entry = first;
        Bytes stored = Bytes.EMPTY;
        do {
          if (RowKey.version(entries.key()) <= version) {
            entry = entries.key();
            stored = entries.value();
            found = true;
          }
          more = entries.next();
        } while (more && RowKey.sameRow(entries.key(), first));
        if (found) {
          present(entry, stored);
          return true;
        }
      }
      return false;
    }
  }
}
