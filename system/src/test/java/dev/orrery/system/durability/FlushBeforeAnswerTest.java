package dev.orrery.system.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.Mutation;
import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.system.cli.Main;
import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import dev.orrery.testkit.wait.RequiredTool;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is acknowledged has been flushed: shown from outside the process, by making the system call
/// slow or fail. If an answer did not wait for the flush, a slow flush would not delay it, and a
/// failing one would not turn it into a refusal.
@Tag("deep")
class FlushBeforeAnswerTest {
  private static final Duration START_BOUND = Duration.ofSeconds(60);
  private static final Duration FLUSH = Duration.ofMillis(400);

  @TempDir private Path data;

  private ChildProcess traced(String component, String injection) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.named("strace", "strace").toString());
    command.addAll(
        List.of(
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fdatasync,fsync",
            "-e",
            "inject=fdatasync,fsync:" + injection));
    Launch run =
        Launch.ofJava(Main.class, "run", component, "--port", "grpc=0", "--data", data.toString());
    command.addAll(run.command());
    return new Launch(command, run.directory(), run.environment()).start();
  }

  private static ManagedChannel channel(ChildProcess process) throws InterruptedException {
    int port =
        Integer.parseInt(
            process.awaitLine(START_BOUND, "ready .*grpc=127\\.0\\.0\\.1:(\\d+).*").group(1));
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  private static CommitRequest commit(Durability durability) {
    return CommitRequest.newBuilder()
        .addMutations(
            Mutation.newBuilder()
                .setTable("t")
                .setKey(ByteString.copyFromUtf8("k"))
                .setPut(ByteString.copyFromUtf8("v")))
        .setDurability(durability)
        .build();
  }

  private static Duration timed(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void aSynchronousCommitWaitsForTheFlush() throws Exception {
    try (ChildProcess process = traced("database", "delay_enter=" + FLUSH.toMillis() + "000")) {
      ManagedChannel channel = channel(process);
      DatabaseGrpc.DatabaseBlockingStub database = DatabaseGrpc.newBlockingStub(channel);
      timed(() ->
          database.commit(commit(Durability.DURABILITY_ASYNC))); // the first call loads classes
      assertThat(timed(() -> database.commit(commit(Durability.DURABILITY_SYNC))))
          .isGreaterThanOrEqualTo(FLUSH);
      channel.shutdownNow();
    }
  }

  @Test
  void aProducedBatchWaitsForTheFlush() throws Exception {
    try (ChildProcess process = traced("log", "delay_enter=" + FLUSH.toMillis() + "000")) {
      ManagedChannel channel = channel(process);
      LogGrpc.LogBlockingStub log = LogGrpc.newBlockingStub(channel);
      log.createTopic(CreateTopicRequest.newBuilder().setTopic("t").setPartitions(1).build());
      timed(() -> log.produce(batch())); // the first call loads classes
      assertThat(timed(() -> log.produce(batch()))).isGreaterThanOrEqualTo(FLUSH);
      channel.shutdownNow();
    }
  }

  private static ProduceRequest batch() {
    return ProduceRequest.newBuilder()
        .setPartition(TopicPartition.newBuilder().setTopic("t"))
        .addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8("v")))
        .build();
  }

  @Test
  void aFlushThatFailsIsNoAcknowledgement() throws Exception {
    try (ChildProcess process = traced("database", "error=EIO:when=20+")) {
      ManagedChannel channel = channel(process);
      DatabaseGrpc.DatabaseBlockingStub database = DatabaseGrpc.newBlockingStub(channel);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  database.commit(commit(Durability.DURABILITY_SYNC));
                }
              })
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              refusal ->
                  assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
      channel.shutdownNow();
    }
  }
}
