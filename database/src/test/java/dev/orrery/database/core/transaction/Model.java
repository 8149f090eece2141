package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import dev.orrery.database.core.mvcc.RowVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The database as a list of commits: obviously right, and slow.
final class Model {
  private final TreeMap<Long, List<Write>> commits = new TreeMap<>();

  long newest() {
    return commits.isEmpty() ? TransactionEngine.EMPTY_VERSION : commits.lastKey();
  }

  void commit(List<Write> writes) {
    commits.put(newest() + 1, writes);
  }

  void forgetAfter(long version) {
    commits.tailMap(version, false).clear();
  }

  /// Rows of a table at a version, deleted ones included.
  Map<Bytes, RowVersion> rows(String table, long version) {
    TreeMap<Bytes, RowVersion> rows = new TreeMap<>();
    commits
        .headMap(version, true)
        .forEach((at, writes) -> {
          for (Write write : writes) {
            if (write.table().equals(table)) {
              rows.put(write.key(), new RowVersion(write.key(), at, write.value()));
            }
          }
        });
    return rows;
  }

  List<RowVersion> scan(String table, Bytes start, Bytes end, long version) {
    List<RowVersion> found = new ArrayList<>();
    for (RowVersion row : rows(table, version).values()) {
      if (row.exists() && inRange(row.key(), start, end)) {
        found.add(row);
      }
    }
    return found;
  }

  RowVersion get(String table, Bytes key, long version) {
    RowVersion row = rows(table, version).getOrDefault(key, RowVersion.missing(key));
    return row.exists() ? row : RowVersion.missing(key);
  }

  /// Whether the precondition holds; empty when that depends on deletions that may be forgotten.
  Optional<Boolean> holds(Precondition precondition, long oldestReadable) {
    Map<Bytes, RowVersion> rows = rows(precondition.table(), newest());
    return switch (precondition) {
      case Precondition.RowUnchanged unchanged -> {
        RowVersion row = rows.getOrDefault(unchanged.key(), RowVersion.missing(unchanged.key()));
        boolean mayBeForgotten = !row.exists() && row.version() <= oldestReadable;
        yield mayBeForgotten && row.version() > 0 && unchanged.since() < oldestReadable
            ? Optional.empty()
            : mayBeForgotten && unchanged.since() > 0 && unchanged.since() < oldestReadable
                ? Optional.empty()
                : Optional.of(row.version() <= unchanged.since());
      }
      case Precondition.RangeUnchanged unchanged ->
          unchanged.since() < oldestReadable
              ? Optional.empty()
              : Optional.of(
                  rows.values().stream()
                      .filter(row -> inRange(row.key(), unchanged.start(), unchanged.end()))
                      .allMatch(row -> row.version() <= unchanged.since()));
      case Precondition.RowExists exists ->
          Optional.of(
              rows.getOrDefault(exists.key(), RowVersion.missing(exists.key())).exists()
                  == exists.expected());
      case Precondition.ValueEquals equals ->
          Optional.of(
              rows.getOrDefault(equals.key(), RowVersion.missing(equals.key()))
                  .value()
                  .equals(Optional.of(equals.value())));
    };
  }

  static boolean inRange(Bytes key, Bytes start, Bytes end) {
    return key.compareTo(start) >= 0 && (end.isEmpty() || key.compareTo(end) < 0);
  }
}
