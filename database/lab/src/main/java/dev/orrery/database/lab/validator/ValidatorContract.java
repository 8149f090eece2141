package dev.orrery.database.lab.validator;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.transaction.Conflict;
import dev.orrery.database.core.transaction.ConflictValidator;
import dev.orrery.database.core.transaction.NewestRows;
import dev.orrery.database.core.transaction.Precondition;
import dev.orrery.database.lab.Keys;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of a conflict validator: it says conflict exactly when the precondition does not hold.
public final class ValidatorContract {
  private static final String TABLE = "t";
  private static final int COMMITS = 8;

  private ValidatorContract() {}

  private record Commit(Bytes key, Optional<Bytes> value) {
    @Override
    public String toString() {
      return value.map(bytes -> "put " + key + "=" + bytes).orElse("delete " + key);
    }
  }

  /// Commits get the versions 2, 3, …; the last `behind` of them came after the read.
  private record Case(List<Commit> commits, Precondition asked, int behind) {
    long since() {
      return Math.max(1, commits.size() + 1 - behind);
    }

    Precondition precondition() {
      return switch (asked) {
        case Precondition.RowUnchanged row ->
            new Precondition.RowUnchanged(TABLE, row.key(), row.since() == 0 ? 0 : since());
        case Precondition.RangeUnchanged range ->
            new Precondition.RangeUnchanged(TABLE, range.start(), range.end(), since());
        case Precondition.RowExists exists -> exists;
        case Precondition.ValueEquals equals -> equals;
      };
    }

    NavigableMap<Bytes, RowVersion> rows() {
      NavigableMap<Bytes, RowVersion> rows = new TreeMap<>();
      long version = 1;
      for (Commit commit : commits) {
        rows.put(commit.key(), new RowVersion(commit.key(), ++version, commit.value()));
      }
      return rows;
    }
  }

  public static Contract<Supplier<ConflictValidator>> any() {
    return Contract.of(
        Contract.ANY,
        law("never passes a precondition that does not hold", conflict -> !conflict),
        law("never refuses a precondition that holds", conflict -> conflict));
  }

  /// @param wrong whether a verdict that is not the right one breaks this law
  private static Law<Supplier<ConflictValidator>, Case> law(String name, Predicate<Boolean> wrong) {
    return Law.of(
        name,
        cases(),
        ValidatorContract::story,
        (subject, testCase) -> {
          boolean holds = holds(testCase.precondition(), testCase.rows());
          Optional<Conflict> conflict =
              subject.get().validate(testCase.precondition(), newest(testCase.rows()));
          if (conflict.isPresent() == holds && wrong.test(conflict.isPresent())) {
            throw new AssertionError(
                holds
                    ? "it holds, but was refused: " + conflict.get().reason()
                    : "it does not hold, but was passed");
          }
        });
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<Commit> commit = Combinators.combine(Keys.key(), Keys.written()).as(Commit::new);
    Arbitrary<Precondition> rowUnchanged =
        Combinators.combine(Keys.key(), Arbitraries.of(1L, 1L, 0L))
            .as((key, since) -> new Precondition.RowUnchanged(TABLE, key, since));
    Arbitrary<Precondition> rangeUnchanged =
        Combinators.combine(Keys.bound(), Keys.bound())
            .as((start, end) -> new Precondition.RangeUnchanged(TABLE, start, end, 1));
    Arbitrary<Precondition> exists =
        Combinators.combine(Keys.key(), Arbitraries.of(false, true))
            .as((key, expected) -> new Precondition.RowExists(TABLE, key, expected));
    Arbitrary<Precondition> equals =
        Combinators.combine(Keys.key(), Arbitraries.of("x", "y", ""))
            .as((key, value) -> new Precondition.ValueEquals(TABLE, key, Bytes.utf8(value)));
    return Combinators.combine(
            Keys.steps(commit, COMMITS),
            Arbitraries.oneOf(rowUnchanged, rangeUnchanged, exists, equals),
            Arbitraries.integers().between(0, 3))
        .as(Case::new);
  }

  private static String story(Case testCase) {
    String commits =
        testCase.commits().isEmpty()
            ? "nothing was written"
            : testCase.commits().stream().map(Commit::toString).collect(Collectors.joining("; "))
                + " (versions from 2 on)";
    return commits
        + "; then a commit demands "
        + switch (testCase.precondition()) {
          case Precondition.RowUnchanged row ->
              "row " + row.key() + " unchanged since " + row.since();
          case Precondition.RangeUnchanged range ->
              "rows "
                  + Keys.range(range.start(), range.end())
                  + " unchanged since "
                  + range.since();
          case Precondition.RowExists exists ->
              "row " + exists.key() + (exists.expected() ? " to exist" : " to be missing");
          case Precondition.ValueEquals equals ->
              "row " + equals.key() + " to hold '" + equals.value() + "'";
        };
  }

  private static boolean holds(Precondition precondition, Map<Bytes, RowVersion> rows) {
    return switch (precondition) {
      case Precondition.RowUnchanged row -> newestOf(rows, row.key()).version() <= row.since();
      case Precondition.RangeUnchanged range ->
          rows.values().stream()
              .filter(row -> Keys.inRange(row.key(), range.start(), range.end()))
              .allMatch(row -> row.version() <= range.since());
      case Precondition.RowExists exists ->
          newestOf(rows, exists.key()).exists() == exists.expected();
      case Precondition.ValueEquals equals ->
          newestOf(rows, equals.key()).value().equals(Optional.of(equals.value()));
    };
  }

  private static RowVersion newestOf(Map<Bytes, RowVersion> rows, Bytes key) {
    return rows.getOrDefault(key, RowVersion.missing(key));
  }

  private static NewestRows newest(Map<Bytes, RowVersion> rows) {
    return new NewestRows() {
      @Override
      public RowVersion row(String table, Bytes key) {
        return newestOf(rows, key);
      }

      @Override
      public Optional<RowVersion> anyInRange(
          String table, Bytes start, Bytes end, Predicate<RowVersion> test) throws IOException {
        return rows.values().stream()
            .filter(row -> Keys.inRange(row.key(), start, end) && test.test(row))
            .findAny();
      }

      @Override
      public long oldestReadable() {
        return 1;
      }
    };
  }
}
