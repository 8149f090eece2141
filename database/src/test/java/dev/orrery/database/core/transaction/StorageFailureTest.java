package dev.orrery.database.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.DatabaseException;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A disk that fails, fills up, or decays.
class StorageFailureTest {
  private static final Bytes KEY = Bytes.utf8("k");

  private final CrashDisk disk = new CrashDisk(1);

  private static TransactionEngine open(Disk disk) throws IOException {
    return new TransactionEngine(
        disk,
        new SortedMapStore(disk),
        new BackwardValidator(),
        new TransactionEngine.Settings(
            java.time.Duration.ofMinutes(1),
            java.time.Duration.ofMinutes(1),
            10,
            java.time.Duration.ofMillis(20),
            1 << 20,
            1 << 20),
        0);
  }

  private static void put(TransactionEngine engine, String key, String value) {
    engine.commit(List.of(transaction(key, value, true)), 0);
  }

  private static Transaction transaction(String key, String value, boolean synchronous) {
    Write write = new Write("t", Bytes.utf8(key), Optional.of(Bytes.utf8(value)));
    return new Transaction(List.of(), List.of(write), synchronous);
  }

  private static Optional<String> read(TransactionEngine engine, String key) throws IOException {
    List<RowVersion> rows = engine.reader().get("t", List.of(Bytes.utf8(key)), 0).rows();
    return rows.getFirst().value().map(Bytes::toString);
  }

  @Test
  void afterAFailedForceNoCommitIsTakenAndReadsGoOn() throws IOException {
    TransactionEngine engine = open(disk);
    put(engine, "k", "1");
    disk.failForce(1);
    assertThatThrownBy(() -> put(engine, "k", "2"))
        .isInstanceOf(DatabaseException.StorageFailed.class);
    assertThat(engine.failure()).isPresent();
    assertThatThrownBy(() -> put(engine, "k", "3"))
        .isInstanceOf(DatabaseException.StorageFailed.class);
    assertThatThrownBy(() -> engine.tick(1_000_000_000))
        .isInstanceOf(DatabaseException.StorageFailed.class);
    assertThat(read(engine, "k")).hasValue("1");
  }

  @Test
  void aFullDiskStopsCommitsAndLosesNothing() throws IOException {
    TransactionEngine engine = open(disk);
    put(engine, "k", "1");
    disk.limitTo(300);
    String large = "x".repeat(400);
    assertThatThrownBy(() -> put(engine, "k", large))
        .isInstanceOf(DatabaseException.StorageFailed.class)
        .hasMessageContaining("space");
    assertThat(read(engine, "k")).hasValue("1");
    disk.limitTo(Long.MAX_VALUE);
    assertThat(read(open(disk.crash()), "k")).hasValue("1");
  }

  @Test
  void damageBelowTheLastForcedByteIsReportedAndWhatFollowsIsRead() throws IOException {
    TransactionEngine engine = open(disk);
    put(engine, "a", "first");
    put(engine, "b", "second");
    put(engine, "c", "third");
    String segment = "log/" + disk.list("log").getFirst();
    String content =
        new String(disk.content(segment), java.nio.charset.StandardCharsets.ISO_8859_1);
    disk.flipBit(segment, content.indexOf("second"));
    TransactionEngine recovered = open(disk.crash());
    assertThat(recovered.damage()).hasSize(1);
    assertThat(recovered.damage().getFirst()).contains(segment);
    assertThat(read(recovered, "a")).hasValue("first");
    assertThat(read(recovered, "b")).isEmpty();
    assertThat(read(recovered, "c")).hasValue("third");
    put(recovered, "b", "again");
    assertThat(read(recovered, "b")).hasValue("again");
  }

  @Test
  void anAsynchronousCommitIsForcedByItsDeadline() throws IOException {
    TransactionEngine engine = open(disk);
    put(engine, "a", "1");
    String segment = "log/" + disk.list("log").getFirst();
    engine.commit(List.of(transaction("k", "asynchronous", false)), 1_000);
    assertThat(read(engine, "k")).hasValue("asynchronous");
    long before = disk.forcedSize(segment);
    assertThat(engine.nextDeadline()).isEqualTo(1_000 + 20_000_000);
    engine.tick(engine.nextDeadline() - 1);
    assertThat(disk.forcedSize(segment)).isEqualTo(before);
    engine.tick(engine.nextDeadline());
    assertThat(disk.forcedSize(segment)).isGreaterThan(before);
    assertThat(read(open(disk.crash()), "k")).hasValue("asynchronous");
  }

  @Test
  void ofTwoWritesOfOneRowTheLaterStays() throws IOException {
    TransactionEngine engine = open(disk);
    Write one = new Write("t", KEY, Optional.of(Bytes.utf8("1")));
    Write two = new Write("t", KEY, Optional.of(Bytes.utf8("2")));
    engine.commit(List.of(new Transaction(List.of(), List.of(one, two), true)), 0);
    assertThat(read(engine, "k")).hasValue("2");
    assertThat(read(open(disk.crash()), "k")).hasValue("2");
  }
}
