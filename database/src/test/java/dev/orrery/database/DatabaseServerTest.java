package dev.orrery.database;

import static dev.orrery.database.Client.bytes;
import static dev.orrery.database.Client.delete;
import static dev.orrery.database.Client.put;
import static dev.orrery.database.Client.rangeUnchanged;
import static dev.orrery.database.Client.unchanged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.database.v1.SnapshotRequest;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract, over gRPC, on both stores.
class DatabaseServerTest {
  @TempDir Path data;

  private static DatabaseConfig config(String store) {
    DatabaseConfig d = DatabaseConfig.defaults();
    return new DatabaseConfig(
        store,
        d.validator(),
        d.retention(),
        d.maximumAsyncDelay(),
        d.segmentSize(),
        d.checkpointSize(),
        d.cacheSize(),
        d.maximumGroup(),
        d.commitQueueLength(),
        d.commitQueueSize(),
        d.readThreads(),
        d.readQueueLength(),
        3);
  }

  private Client start(String store) throws Exception {
    return new Client(config(store), data);
  }

  private static void refused(Status.Code code, String reason, ThrowingCallable call) {
    StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.getStatus().getCode()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(RpcException.reasonOf(refusal)).hasValue(reason);
  }

  private static List<String> keys(ScanResponse page) {
    return page.getRowsList().stream().map(row -> row.getKey().toStringUtf8()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb", "sorted-map"})
  void readsWhatWasWrittenAtEachVersion(String store) throws Exception {
    try (Client client = start(store)) {
      long first = client.commit(List.of(), put("users", "ann", "1"), put("users", "bob", "1"));
      long second = client.commit(List.of(), put("users", "ann", "2"), delete("users", "bob"));
      assertThat(second).isEqualTo(first + 1);
      assertThat(client.get("users", "ann", 0).getValue()).isEqualTo(bytes("2"));
      assertThat(client.get("users", "ann", 0).getVersion()).isEqualTo(second);
      assertThat(client.get("users", "ann", first).getValue()).isEqualTo(bytes("1"));
      assertThat(client.get("users", "bob", first).getValue()).isEqualTo(bytes("1"));
      assertThat(client.get("users", "bob", 0))
          .isEqualTo(Row.newBuilder().setKey(bytes("bob")).build());
      assertThat(client.get("never_written", "x", 0).getVersion()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb", "sorted-map"})
  void pagesThroughARangeBothWays(String store) throws Exception {
    try (Client client = start(store)) {
      Mutation[] rows =
          IntStream.range(0, 25)
              .mapToObj(i -> put("t", "k%02d".formatted(i), "v"))
              .toArray(Mutation[]::new);
      client.commit(List.of(), rows);
      ScanRequest upwards =
          ScanRequest.newBuilder()
              .setTable("t")
              .setStart(bytes("k03"))
              .setEnd(bytes("k21"))
              .setLimit(7)
              .build();
      List<String> expected = IntStream.range(3, 21).mapToObj("k%02d"::formatted).toList();
      assertThat(allPages(client, upwards)).isEqualTo(expected);
      assertThat(allPages(client, upwards.toBuilder().setDescending(true).build()))
          .isEqualTo(expected.reversed());
      assertThat(client.stub.scan(ScanRequest.newBuilder().setTable("t").build()).getComplete())
          .isTrue();
    }
  }

  private static List<String> allPages(Client client, ScanRequest request) {
    List<String> found = new ArrayList<>();
    ScanRequest next = request;
    while (true) {
      ScanResponse page = client.stub.scan(next);
      found.addAll(keys(page));
      if (page.getComplete()) {
        return found;
      }
      assertThat(page.getRowsCount()).isEqualTo(request.getLimit());
      next =
          request.getDescending()
              ? next.toBuilder().setEnd(page.getNext()).build()
              : next.toBuilder().setStart(page.getNext()).build();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb", "sorted-map"})
  void abortsOnWhatChangedAndNamesTheKey(String store) throws Exception {
    try (Client client = start(store)) {
      long read = client.commit(List.of(), put("t", "a", "1"), put("t", "c", "1"));
      client.commit(List.of(), put("t", "b", "1"));
      StatusRuntimeException conflict =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client.commit(
                      List.of(unchanged("t", "a", read), rangeUnchanged("t", "a", "c", read)),
                      put("t", "d", "1")));
      assertThat(conflict.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
      assertThat(RpcException.reasonOf(conflict)).hasValue("CONFLICT");
      assertThat(RpcException.metadataOf(conflict))
          .containsEntry("key", "b")
          .containsEntry("table", "t");
      assertThat(client.get("t", "d", 0).getVersion()).isZero();
      client.commit(List.of(unchanged("t", "a", read), unchanged("t", "d", 0)), put("t", "d", ""));
      long withD = client.get("t", "d", 0).getVersion();
      client.commit(List.of(), delete("t", "d"));
      refused(
          Status.Code.ABORTED,
          "CONFLICT",
          () -> client.commit(List.of(unchanged("t", "d", withD)), put("t", "d", "again")));
      refused(
          Status.Code.ABORTED,
          "CONFLICT",
          () -> client.commit(List.of(unchanged("t", "d", 0)), put("t", "d", "again")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb", "sorted-map"})
  void keepsWhatWasAcknowledgedWhenKilledAndWhenClosed(String store) throws Exception {
    long version;
    try (Client client = start(store)) {
      version = client.commit(List.of(), put("t", "a", "1"));
    }
    Client killed = start(store);
    assertThat(killed.commit(List.of(), put("t", "b", "2"))).isEqualTo(version + 1);
    killed.kill();
    try (Client client = start(store)) {
      assertThat(client.get("t", "a", 0).getValue()).isEqualTo(bytes("1"));
      assertThat(client.get("t", "b", 0).getValue()).isEqualTo(bytes("2"));
      assertThat(client.get("t", "b", version).getVersion()).isZero();
      assertThat(client.server.health()).isEqualTo(Health.healthy());
    }
  }

  @Test
  void aSnapshotOfTheEmptyDatabaseStaysEmpty() throws Exception {
    try (Client client = start("rocksdb")) {
      var snapshot = client.stub.snapshot(SnapshotRequest.getDefaultInstance());
      assertThat(snapshot.getTtlMillis()).isEqualTo(60_000);
      client.commit(List.of(), put("t", "a", "1"));
      assertThat(client.get("t", "a", snapshot.getVersion()).getVersion()).isZero();
    }
  }

  @Test
  void refusesWhatTheContractForbids() throws Exception {
    try (Client client = start("rocksdb")) {
      String invalid = "INVALID_FIELD";
      for (String table : List.of("", "A", "1a", "a-b", "a".repeat(64), "ä")) {
        refused(
            Status.Code.INVALID_ARGUMENT,
            invalid,
            () -> client.commit(List.of(), put(table, "k", "")));
      }
      Mutation good = put("t", "k", "v");
      List<CommitRequest> bad =
          List.of(
              CommitRequest.getDefaultInstance(),
              commit(good.toBuilder().clearKey()),
              commit(good.toBuilder().setKey(ByteString.copyFrom(new byte[4_097]))),
              commit(good.toBuilder().setPut(ByteString.copyFrom(new byte[(4 << 20) + 1]))),
              commit(good.toBuilder().clearPut()),
              commit(good.toBuilder().setDelete(false)),
              CommitRequest.newBuilder().addMutations(good).setDurabilityValue(9).build(),
              CommitRequest.newBuilder()
                  .addAllMutations(java.util.Collections.nCopies(1_001, good))
                  .build(),
              guarded(good, Precondition.newBuilder().setTable("t")),
              guarded(good, Precondition.newBuilder().setTable("t").setKey(bytes("k"))),
              guarded(
                  good,
                  Precondition.newBuilder().setTable("t").setKey(bytes("k")).setUnchangedSince(-1)),
              guarded(good, rangeUnchanged("t", "a", "b", 1).toBuilder().setExists(true)));
      for (CommitRequest request : bad) {
        refused(Status.Code.INVALID_ARGUMENT, invalid, () -> client.stub.commit(request));
      }
      refused(
          Status.Code.INVALID_ARGUMENT,
          invalid,
          () -> client.stub.scan(ScanRequest.newBuilder().setTable("t").setLimit(10_001).build()));
      refused(
          Status.Code.INVALID_ARGUMENT,
          invalid,
          () ->
              client.stub.get(
                  GetRequest.newBuilder()
                      .setTable("t")
                      .addAllKeys(java.util.Collections.nCopies(1_001, bytes("k")))
                      .build()));
      refused(
          Status.Code.INVALID_ARGUMENT,
          invalid,
          () -> client.stub.snapshot(SnapshotRequest.newBuilder().setTtlMillis(600_001).build()));
      refused(Status.Code.OUT_OF_RANGE, "VERSION_UNAVAILABLE", () -> client.get("t", "k", 1_000));
      refused(Status.Code.OUT_OF_RANGE, "VERSION_UNAVAILABLE", () -> client.get("t", "k", -1));
      client.commit(List.of(), good);
      assertThat(client.get("t", "k", 0).getValue()).isEqualTo(bytes("v"));
    }
  }

  private static CommitRequest commit(Mutation.Builder mutation) {
    return CommitRequest.newBuilder().addMutations(mutation).build();
  }

  private static CommitRequest guarded(Mutation mutation, Precondition.Builder precondition) {
    return CommitRequest.newBuilder().addMutations(mutation).addPreconditions(precondition).build();
  }

  @Test
  void takesNoMoreSnapshotsThanItsBound() throws Exception {
    try (Client client = start("rocksdb")) {
      for (int i = 0; i < 3; i++) {
        client.commit(List.of(), put("t", "k", "v"));
        client.stub.snapshot(SnapshotRequest.getDefaultInstance());
      }
      client.stub.snapshot(SnapshotRequest.getDefaultInstance()); // the same version again
      client.commit(List.of(), put("t", "k", "v"));
      refused(
          Status.Code.RESOURCE_EXHAUSTED,
          "TOO_MANY_SNAPSHOTS",
          () -> client.stub.snapshot(SnapshotRequest.getDefaultInstance()));
    }
  }

  @Test
  void holdsTheLargestValueAndBoundsItsAnswers() throws Exception {
    try (Client client = start("rocksdb")) {
      String large = "x".repeat(4 << 20);
      client.commit(List.of(), put("t", "a", large));
      client.commit(List.of(), put("t", "b", large));
      assertThat(client.get("t", "a", 0).getValue().size()).isEqualTo(4 << 20);
      refused(
          Status.Code.RESOURCE_EXHAUSTED,
          "RESPONSE_TOO_LARGE",
          () ->
              client.stub.get(
                  GetRequest.newBuilder()
                      .setTable("t")
                      .addKeys(bytes("a"))
                      .addKeys(bytes("b"))
                      .build()));
      ScanResponse page = client.stub.scan(ScanRequest.newBuilder().setTable("t").build());
      assertThat(keys(page)).containsExactly("a");
      assertThat(page.getNext()).isEqualTo(bytes("b"));
    }
  }

  @Test
  void everyKeyOfTheConfigurationHasADefault() {
    assertThat(DatabaseConfig.defaults().store()).isEqualTo("rocksdb");
    assertThat(
            catchThrowableOfType(
                RuntimeException.class,
                () ->
                    Configuration.parse("database.store = 3", "test.toml")
                        .bind("database", DatabaseConfig.class)))
        .hasMessageContaining("database.store");
  }
}
