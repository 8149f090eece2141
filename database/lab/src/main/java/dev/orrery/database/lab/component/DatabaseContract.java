package dev.orrery.database.lab.component;

import com.google.protobuf.ByteString;
import dev.orrery.database.core.Bytes;
import dev.orrery.database.lab.Keys;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.KeyRange;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.database.v1.SnapshotRequest;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The contract of `orrery.database.v1`: one client's life on a table of its own, beside a model.
/// Every case takes a fresh table, so that others may use the same database meanwhile, and ends
/// with a look at every state it made.
public final class DatabaseContract implements ComponentContract {
  private static final int STEPS = 16;
  private static final int MUTATIONS = 3;
  private static final int LAST_LOOK_ROWS = 100;
  private static final long DEADLINE_SECONDS = 10;

  /// A row of the model; a version of 0 means never written.
  private record Cell(long version, Optional<Bytes> value) {
    static final Cell NEVER = new Cell(0, Optional.empty());
  }

  private record Write(Bytes key, Optional<Bytes> value) {
    @Override
    public String toString() {
      return value.map(bytes -> "put " + key + "=" + bytes).orElse("delete " + key);
    }
  }

  /// What a step demands of the state some commits ago; `ago` counts the client's own commits.
  private record Guard(Bytes key, Optional<Bytes> rangeEnd, int ago) {
    @Override
    public String toString() {
      return rangeEnd.map(end -> "rows " + Keys.range(key, end)).orElse("row " + key)
          + " unchanged since "
          + (ago == 0 ? "now" : ago + " commits ago");
    }
  }

  private sealed interface Step {
    record Commit(List<Write> writes, List<Guard> guards) implements Step {
      @Override
      public String toString() {
        String what = writes.stream().map(Write::toString).collect(Collectors.joining(", "));
        return "commit {"
            + what
            + "}"
            + guards.stream().map(guard -> " if " + guard).collect(Collectors.joining());
      }
    }

    record Get(Bytes key, int ago) implements Step {
      @Override
      public String toString() {
        return "get " + key + (ago == 0 ? "" : " as of " + ago + " commits ago");
      }
    }

    record Scan(Bytes start, Bytes end, boolean descending, int limit, int ago) implements Step {
      @Override
      public String toString() {
        return "scan "
            + Keys.range(start, end)
            + (descending ? " downwards" : "")
            + " by "
            + limit
            + (ago == 0 ? "" : " as of " + ago + " commits ago");
      }
    }

    record Snapshot() implements Step {
      @Override
      public String toString() {
        return "snapshot";
      }
    }
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Contract<Channel> contract() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "commits are atomic, guarded and ordered; a version, once read, reads the same again",
            Keys.steps(Arbitraries.oneOf(commit(), commit(), get(), scan(), snapshot()), STEPS),
            steps -> steps.stream().map(Step::toString).collect(Collectors.joining("; ")),
            (channel, steps) -> new Life(channel).live(steps)));
  }

  private static Arbitrary<Integer> ago() {
    return Arbitraries.of(0, 0, 0, 1, 2);
  }

  private static Arbitrary<Step> commit() {
    Arbitrary<Write> write = Combinators.combine(Keys.key(), Keys.written()).as(Write::new);
    Arbitrary<Guard> row =
        Combinators.combine(Keys.key(), ago())
            .as((key, ago) -> new Guard(key, Optional.empty(), ago));
    Arbitrary<Guard> range =
        Combinators.combine(Keys.bound(), Keys.bound(), ago())
            .as((start, end, ago) -> new Guard(start, Optional.of(end), ago));
    return Combinators.combine(
            write.list().ofMinSize(1).ofMaxSize(MUTATIONS),
            Arbitraries.oneOf(row, range).list().ofMaxSize(1))
        .as(Step.Commit::new);
  }

  private static Arbitrary<Step> get() {
    return Combinators.combine(Keys.key(), ago()).as(Step.Get::new);
  }

  private static Arbitrary<Step> scan() {
    return Combinators.combine(
            Keys.bound(),
            Keys.bound(),
            Arbitraries.of(false, true),
            Arbitraries.integers().between(1, 3),
            ago())
        .as(Step.Scan::new);
  }

  private static Arbitrary<Step> snapshot() {
    return Arbitraries.just(new Step.Snapshot());
  }

  /// One case: the table, the model of its states, and the client.
  private static final class Life {
    private final DatabaseGrpc.DatabaseBlockingStub stub;
    private final String table =
        "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    private final List<Long> versions = new ArrayList<>();
    private final List<TreeMap<Bytes, Cell>> states = new ArrayList<>();

    Life(Channel channel) {
      stub =
          DatabaseGrpc.newBlockingStub(channel)
              .withInterceptors(new PerCallDeadline(DEADLINE_SECONDS, TimeUnit.SECONDS));
      versions.add(stub.snapshot(SnapshotRequest.getDefaultInstance()).getVersion());
      states.add(new TreeMap<>());
    }

    void live(List<Step> steps) {
      for (Step step : steps) {
        switch (step) {
          case Step.Commit commit -> commit(commit);
          case Step.Get get -> get(get);
          case Step.Scan scan -> scan(scan);
          case Step.Snapshot() -> {
            long version = stub.snapshot(SnapshotRequest.getDefaultInstance()).getVersion();
            check(version >= versions.getLast(), "a snapshot is older than the last commit");
            versions.set(versions.size() - 1, version);
          }
        }
      }
      for (int ago = 0; ago < states.size(); ago++) {
        scan(new Step.Scan(Bytes.EMPTY, Bytes.EMPTY, false, LAST_LOOK_ROWS, ago));
      }
    }

    private int index(int ago) {
      return Math.max(0, states.size() - 1 - ago);
    }

    private void commit(Step.Commit commit) {
      CommitRequest.Builder request = CommitRequest.newBuilder();
      boolean holds = true;
      for (Guard guard : commit.guards()) {
        if (guard.rangeEnd().isEmpty() || !guard.key().equals(guard.rangeEnd().get())) {
          request.addPreconditions(precondition(guard));
          holds &= holds(guard);
        }
      }
      TreeMap<Bytes, Cell> state = new TreeMap<>(states.getLast());
      for (Write write : commit.writes()) {
        request.addMutations(mutation(write));
      }
      try {
        long version = stub.commit(request.build()).getVersion();
        check(holds, commit + ": a precondition does not hold, but it was committed");
        check(version > versions.getLast(), "version " + version + " does not follow the last");
        commit.writes().forEach(write -> state.put(write.key(), new Cell(version, write.value())));
        versions.add(version);
        states.add(state);
      } catch (StatusRuntimeException refused) {
        check(
            refused.getStatus().getCode() == Status.Code.ABORTED,
            commit + ": " + refused.getMessage());
        check(!holds, commit + ": all preconditions hold, but it was aborted");
      }
    }

    private boolean holds(Guard guard) {
      long since = versions.get(index(guard.ago()));
      TreeMap<Bytes, Cell> state = states.getLast();
      return guard
          .rangeEnd()
          .map(end ->
              state.entrySet().stream()
                  .filter(entry -> Keys.inRange(entry.getKey(), guard.key(), end))
                  .allMatch(entry -> entry.getValue().version() <= since))
          .orElseGet(() -> state.getOrDefault(guard.key(), Cell.NEVER).version() <= since);
    }

    private Precondition precondition(Guard guard) {
      Precondition.Builder precondition =
          Precondition.newBuilder()
              .setTable(table)
              .setUnchangedSince(versions.get(index(guard.ago())));
      guard
          .rangeEnd()
          .ifPresentOrElse(
              end ->
                  precondition.setRange(
                      KeyRange.newBuilder().setStart(bytes(guard.key())).setEnd(bytes(end))),
              () -> precondition.setKey(bytes(guard.key())));
      return precondition.build();
    }

    private Mutation mutation(Write write) {
      Mutation.Builder mutation = Mutation.newBuilder().setTable(table).setKey(bytes(write.key()));
      write
          .value()
          .ifPresentOrElse(value -> mutation.setPut(bytes(value)), () -> mutation.setDelete(true));
      return mutation.build();
    }

    private void get(Step.Get get) {
      int index = index(get.ago());
      Row row =
          stub.get(
                  GetRequest.newBuilder()
                      .setTable(table)
                      .addKeys(bytes(get.key()))
                      .setVersion(get.ago() == 0 ? 0 : versions.get(index))
                      .build())
              .getRows(0);
      same(get, row(get.key(), states.get(index).getOrDefault(get.key(), Cell.NEVER)), told(row));
    }

    private void scan(Step.Scan scan) {
      int index = index(scan.ago());
      List<String> expected = new ArrayList<>();
      states
          .get(index)
          .forEach((key, cell) -> {
            if (cell.value().isPresent() && Keys.inRange(key, scan.start(), scan.end())) {
              expected.add(row(key, cell));
            }
          });
      ScanRequest.Builder request =
          ScanRequest.newBuilder()
              .setTable(table)
              .setStart(bytes(scan.start()))
              .setEnd(bytes(scan.end()))
              .setDescending(scan.descending())
              .setLimit(scan.limit())
              .setVersion(scan.ago() == 0 ? 0 : versions.get(index));
      List<String> found = new ArrayList<>();
      while (true) {
        ScanResponse page = stub.scan(request.build());
        page.getRowsList().forEach(row -> found.add(told(row)));
        check(page.getRowsCount() <= scan.limit(), scan + ": a page is larger than its limit");
        // Also ends the walk of a server whose pages never come to an end.
        check(
            found.size() <= expected.size(),
            scan + ": expected " + expected + ", found already " + found);
        if (page.getComplete()) {
          break;
        }
        check(page.getRowsCount() > 0, scan + ": an empty page that is not the last");
        if (scan.descending()) {
          request.setEnd(page.getNext());
        } else {
          request.setStart(page.getNext());
        }
      }
      same(scan, scan.descending() ? expected.reversed() : expected, found);
    }

    private static String row(Bytes key, Cell cell) {
      return cell.value()
          .map(value -> key + "=" + value + " of version " + cell.version())
          .orElse(key + " missing");
    }

    private static String told(Row row) {
      Bytes key = Bytes.wrap(row.getKey().toByteArray());
      return row.getVersion() == 0
          ? key + " missing"
          : key
              + "="
              + Bytes.wrap(row.getValue().toByteArray())
              + " of version "
              + row.getVersion();
    }

    private static ByteString bytes(Bytes bytes) {
      return ByteString.copyFrom(bytes.array());
    }

    private static void same(Step step, Object expected, Object found) {
      check(expected.equals(found), step + ": expected " + expected + ", found " + found);
    }

    private static void check(boolean holds, String otherwise) {
      if (!holds) {
        throw new AssertionError(otherwise);
      }
    }
  }
}
