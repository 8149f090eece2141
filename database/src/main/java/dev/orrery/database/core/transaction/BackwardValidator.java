package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.transaction.Precondition.RangeUnchanged;
import dev.orrery.database.core.transaction.Precondition.RowExists;
import dev.orrery.database.core.transaction.Precondition.RowUnchanged;
import dev.orrery.database.core.transaction.Precondition.ValueEquals;
import java.io.IOException;
import java.util.Optional;

/// Backward validation (Kung and Robinson 1981, section 4) by versions: a transaction that read at
/// `since` is behind all commits up to `since`, and conflicts with a later one that wrote what it
/// read. Rows carry the version that wrote them, so no write sets of past commits need be kept.
///
/// Versions, not values: a row that was changed and changed back has been written (the ABA
/// problem). A deletion counts as a write; when it may have been forgotten, since `since` is older
/// than all that is readable, a missing row proves nothing and the commit is refused.
public final class BackwardValidator implements ConflictValidator {
  @Override
  public Optional<Conflict> validate(Precondition precondition, NewestRows rows)
      throws IOException {
    return switch (precondition) {
      case RowUnchanged unchanged -> rowUnchanged(unchanged, rows);
      case RangeUnchanged unchanged -> rangeUnchanged(unchanged, rows);
      case RowExists exists -> rowExists(exists, rows);
      case ValueEquals equals -> valueEquals(equals, rows);
    };
  }

  private static Optional<Conflict> rowUnchanged(RowUnchanged expected, NewestRows rows)
      throws IOException {
    RowVersion row = rows.row(expected.table(), expected.key());
    if (row.version() > expected.since()) {
      return writtenLater(expected, row, expected.since());
    }
    return row.version() == 0 && forgotten(expected.since(), rows)
        ? tooOld(expected, expected.key(), expected.since(), rows)
        : Optional.empty();
  }

  private static Optional<Conflict> rangeUnchanged(RangeUnchanged expected, NewestRows rows)
      throws IOException {
    if (forgotten(expected.since(), rows)) {
      return tooOld(expected, expected.start(), expected.since(), rows);
    }
    return rows.anyInRange(
            expected.table(),
            expected.start(),
            expected.end(),
            row -> row.version() > expected.since())
        .flatMap(row -> writtenLater(expected, row, expected.since()));
  }

  private static Optional<Conflict> rowExists(RowExists expected, NewestRows rows)
      throws IOException {
    if (rows.row(expected.table(), expected.key()).exists() == expected.expected()) {
      return Optional.empty();
    }
    return conflict(
        expected, expected.key(), expected.expected() ? "the row is missing" : "the row exists");
  }

  private static Optional<Conflict> valueEquals(ValueEquals expected, NewestRows rows)
      throws IOException {
    RowVersion row = rows.row(expected.table(), expected.key());
    if (row.value().equals(Optional.of(expected.value()))) {
      return Optional.empty();
    }
    return conflict(
        expected,
        expected.key(),
        row.exists() ? "the row holds another value" : "the row is missing");
  }

  /// 0 is no version that anybody read at: it asks for no known write at all.
  private static boolean forgotten(long since, NewestRows rows) {
    return since != 0 && since < rows.oldestReadable();
  }

  private static Optional<Conflict> tooOld(
      Precondition precondition, Bytes key, long since, NewestRows rows) {
    return conflict(
        precondition,
        key,
        "deletions are remembered from version "
            + rows.oldestReadable()
            + " on, so nothing proves that there was none since version "
            + since);
  }

  private static Optional<Conflict> writtenLater(
      Precondition precondition, RowVersion row, long since) {
    return conflict(
        precondition,
        row.key(),
        "the row was "
            + (row.exists() ? "written" : "deleted")
            + " by version "
            + row.version()
            + ", after version "
            + since);
  }

  private static Optional<Conflict> conflict(Precondition precondition, Bytes key, String reason) {
    return Optional.of(new Conflict(precondition.table(), key, reason));
  }
}
