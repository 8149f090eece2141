package dev.orrery.database.lab.validator;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.transaction.BackwardValidator;
import dev.orrery.database.core.transaction.Conflict;
import dev.orrery.database.core.transaction.ConflictValidator;
import dev.orrery.database.core.transaction.NewestRows;
import dev.orrery.database.core.transaction.Precondition;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Validators that are wrong in one place each, and right elsewhere.
final class ValidatorTwins {
  private static final ConflictValidator RIGHT = new BackwardValidator();

  private ValidatorTwins() {}

  static List<WrongTwin<Supplier<ConflictValidator>>> all() {
    return List.of(
        twin("rows-only", "does not look at ranges, so phantoms pass", ValidatorTwins::rowsOnly),
        twin(
            "forgets-deletions",
            "takes a row that is missing for one that is unchanged",
            ValidatorTwins::forgetsDeletions),
        twin("late-by-one", "misses the first commit after the read", ValidatorTwins::lateByOne),
        twin(
            "end-included",
            "a write at the end of a range counts as one within it",
            ValidatorTwins::endIncluded),
        twin(
            "empty-is-missing",
            "a missing row passes for one with an empty value",
            ValidatorTwins::emptyIsMissing),
        twin(
            "by-value",
            "asks whether the row exists instead of who wrote it, so an update is lost",
            ValidatorTwins::byValue));
  }

  private static WrongTwin<Supplier<ConflictValidator>> twin(
      String name, String mistake, ConflictValidator wrong) {
    return new WrongTwin<>(name, mistake, Contract.ANY, () -> wrong);
  }

  private static Optional<Conflict> rowsOnly(Precondition asked, NewestRows rows)
      throws IOException {
    return asked instanceof Precondition.RangeUnchanged
        ? Optional.empty()
        : RIGHT.validate(asked, rows);
  }

  private static Optional<Conflict> forgetsDeletions(Precondition asked, NewestRows rows)
      throws IOException {
    if (asked instanceof Precondition.RowUnchanged(String table, Bytes key, long since)
        && !rows.row(table, key).exists()) {
      return Optional.empty();
    }
    return RIGHT.validate(asked, rows);
  }

  private static Optional<Conflict> lateByOne(Precondition asked, NewestRows rows)
      throws IOException {
    return RIGHT.validate(
        asked instanceof Precondition.RowUnchanged(String table, Bytes key, long since)
            ? new Precondition.RowUnchanged(table, key, since + 1)
            : asked,
        rows);
  }

  private static Optional<Conflict> endIncluded(Precondition asked, NewestRows rows)
      throws IOException {
    return RIGHT.validate(
        asked instanceof Precondition.RangeUnchanged range && !range.end().isEmpty()
            ? new Precondition.RangeUnchanged(
                range.table(),
                range.start(),
                Bytes.wrap(Arrays.copyOf(range.end().array(), range.end().length() + 1)),
                range.since())
            : asked,
        rows);
  }

  private static Optional<Conflict> emptyIsMissing(Precondition asked, NewestRows rows)
      throws IOException {
    if (asked instanceof Precondition.ValueEquals(String table, Bytes key, Bytes value)
        && value.isEmpty()
        && !rows.row(table, key).exists()) {
      return Optional.empty();
    }
    return RIGHT.validate(asked, rows);
  }

  private static Optional<Conflict> byValue(Precondition asked, NewestRows rows)
      throws IOException {
    if (asked instanceof Precondition.RowUnchanged(String table, Bytes key, long since)) {
      RowVersion row = rows.row(table, key);
      return row.exists() == (since > 0)
          ? Optional.empty()
          : Optional.of(new Conflict(table, key, "the row came or went"));
    }
    return RIGHT.validate(asked, rows);
  }
}
