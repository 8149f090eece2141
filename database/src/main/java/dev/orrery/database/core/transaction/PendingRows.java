package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.mvcc.VersionedRows;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The newest rows as the next commit of a group must see them: what the store has, and over it the
/// writes of the commits before it in the group, which are not in the store yet.
final class PendingRows implements NewestRows {
  private final VersionedRows stored;
  private final LongSupplier oldestReadable;
  private final Map<String, NavigableMap<Bytes, RowVersion>> pending = new HashMap<>();

  PendingRows(VersionedRows stored, LongSupplier oldestReadable) {
    this.stored = stored;
    this.oldestReadable = oldestReadable;
  }

  void add(Write write, long version) {
    pending
        .computeIfAbsent(write.table(), table -> new TreeMap<>())
        .put(write.key(), new RowVersion(write.key(), version, write.value()));
  }

  @Override
  public RowVersion row(String table, Bytes key) throws IOException {
    NavigableMap<Bytes, RowVersion> rows = pending.get(table);
    RowVersion row = rows == null ? null : rows.get(key);
    return row == null ? stored.read(table, key, VersionedRows.NEWEST) : row;
  }

  @Override
  public Optional<RowVersion> anyInRange(
      String table, Bytes start, Bytes end, Predicate<RowVersion> test) throws IOException {
    NavigableMap<Bytes, RowVersion> rows = pending.getOrDefault(table, new TreeMap<>());
    for (RowVersion row : rows.tailMap(start, true).values()) {
      if (!end.isEmpty() && row.key().compareTo(end) >= 0) {
        break;
      }
      if (test.test(row)) {
        return Optional.of(row);
      }
    }
    try (VersionedRows.RowCursor cursor =
        stored.scan(table, start, end, VersionedRows.NEWEST, false)) {
      while (cursor.next()) {
        if (!rows.containsKey(cursor.row().key()) && test.test(cursor.row())) {
          return Optional.of(cursor.row());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public long oldestReadable() {
    return oldestReadable.getAsLong();
  }
}
