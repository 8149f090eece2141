package dev.orrery.database;

import static dev.orrery.database.Client.bytes;
import static dev.orrery.database.Client.put;
import static dev.orrery.database.Client.rangeUnchanged;
import static dev.orrery.database.Client.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.GetResponse;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Concurrent clients over gRPC. The database itself claims the serial order, by its versions, so
/// strict serializability need not be searched for, only checked: replayed in the order of versions
/// every transaction must have read what the one before left, and no order may go against time.
class SerializabilityTest {
  private static final int CLIENTS = 12;
  private static final int ROUNDS = 40;
  private static final int ACCOUNTS = 6;
  private static final int TOTAL = ACCOUNTS * 100;

  @TempDir Path data;

  /// What one transaction read and wrote, and when, in nanoseconds.
  private record Done(
      long version,
      long readVersion,
      List<Row> read,
      List<Mutation> wrote,
      long began,
      long ended) {}

  @Test
  void transfersAreStrictlySerializable() throws Exception {
    try (Client client = new Client(DatabaseConfig.defaults(), data)) {
      List<Mutation> accounts = new ArrayList<>();
      for (int i = 0; i < ACCOUNTS; i++) {
        accounts.add(put("accounts", "a" + i, "100"));
      }
      long first = client.commit(List.of(), accounts.toArray(Mutation[]::new));
      List<Done> history = Collections.synchronizedList(new ArrayList<>());
      inParallel(random -> transfer(client, random, history));
      check(history, first, accounts);
    }
  }

  private interface Round {
    void run(RandomGenerator random) throws Exception;
  }

  private static void inParallel(Round round) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        RandomGenerator random = new SplittableRandom(c);
        Callable<Void> work =
            () -> {
              for (int i = 0; i < ROUNDS; i++) {
                round.run(random);
              }
              return null;
            };
        running.add(clients.submit(work));
      }
      for (Future<Void> client : running) {
        client.get();
      }
    }
  }

  private static void transfer(Client client, RandomGenerator random, List<Done> history) {
    String from = "a" + random.nextInt(ACCOUNTS);
    String to = "a" + random.nextInt(ACCOUNTS);
    if (from.equals(to)) {
      return;
    }
    long began = System.nanoTime();
    GetResponse read =
        client.stub.get(
            GetRequest.newBuilder()
                .setTable("accounts")
                .addAllKeys(List.of(bytes(from), bytes(to)))
                .build());
    int amount = random.nextInt(10);
    List<Mutation> writes =
        List.of(
            put("accounts", from, "" + (number(read.getRows(0)) - amount)),
            put("accounts", to, "" + (number(read.getRows(1)) + amount)));
    try {
      long version =
          client.commit(
              List.of(
                  unchanged("accounts", from, read.getVersion()),
                  unchanged("accounts", to, read.getVersion())),
              writes.toArray(Mutation[]::new));
      history.add(
          new Done(
              version, read.getVersion(), read.getRowsList(), writes, began, System.nanoTime()));
    } catch (StatusRuntimeException aborted) {
      assertThat(aborted.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    }
  }

  private static int number(Row row) {
    return Integer.parseInt(row.getValue().toStringUtf8());
  }

  private static void check(List<Done> history, long first, List<Mutation> initial) {
    List<Done> ordered = new ArrayList<>(history);
    ordered.sort((a, b) -> Long.compare(a.version(), b.version()));
    assertThat(ordered).hasSizeGreaterThan(CLIENTS);
    var state =
        new java.util.TreeMap<ByteString, ByteString>(
            ByteString.unsignedLexicographicalComparator());
    initial.forEach(mutation -> state.put(mutation.getKey(), mutation.getPut()));
    long version = first;
    long latestBegin = Long.MIN_VALUE;
    for (Done done : ordered) {
      assertThat(done.version()).isEqualTo(++version);
      assertThat(done.ended())
          .as("version %s must not precede a transaction that ended before it began", version)
          .isGreaterThan(latestBegin);
      latestBegin = Math.max(latestBegin, done.began());
      for (Row row : done.read()) {
        assertThat(row.getValue())
            .as("read by version %s", version)
            .isEqualTo(state.get(row.getKey()));
      }
      done.wrote().forEach(mutation -> state.put(mutation.getKey(), mutation.getPut()));
      assertThat(state.values().stream().mapToInt(v -> Integer.parseInt(v.toStringUtf8())).sum())
          .isEqualTo(TOTAL);
    }
  }

  @Test
  void aCounterByCompareAndSetCountsEverySuccess() throws Exception {
    try (Client client = new Client(DatabaseConfig.defaults(), data)) {
      client.commit(List.of(), put("counters", "c", "0"));
      List<Integer> reached = Collections.synchronizedList(new ArrayList<>());
      inParallel(random -> {
        String seen = client.get("counters", "c", 0).getValue().toStringUtf8();
        int next = Integer.parseInt(seen) + 1;
        try {
          client.commit(
              List.of(
                  Precondition.newBuilder()
                      .setTable("counters")
                      .setKey(bytes("c"))
                      .setValueEquals(bytes(seen))
                      .build()),
              put("counters", "c", "" + next));
          reached.add(next);
        } catch (StatusRuntimeException aborted) {
          assertThat(aborted.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        }
      });
      assertThat(reached).doesNotHaveDuplicates();
      assertThat(client.get("counters", "c", 0).getValue()).isEqualTo(bytes("" + reached.size()));
    }
  }

  /// Each client adds a row when it counts fewer than ten: without the guard on the range two of
  /// them would both count nine (write skew by phantom).
  @Test
  void aScanGuardedAgainstPhantomsNeverOvershoots() throws Exception {
    try (Client client = new Client(DatabaseConfig.defaults(), data)) {
      inParallel(random -> {
        var page = client.stub.scan(ScanRequest.newBuilder().setTable("seats").build());
        if (page.getRowsCount() >= 10) {
          return;
        }
        try {
          client.commit(
              List.of(rangeUnchanged("seats", "", "", page.getVersion())),
              put("seats", "seat" + random.nextInt(1_000_000), ""));
        } catch (StatusRuntimeException aborted) {
          assertThat(aborted.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        }
      });
      assertThat(
              client.stub.scan(ScanRequest.newBuilder().setTable("seats").build()).getRowsCount())
          .isEqualTo(10);
    }
  }
}
