package dev.orrery.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.log.v1.CommitOffsetsRequest;
import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.DescribeGroupRequest;
import dev.orrery.log.v1.FetchOffsetsRequest;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.GroupHeartbeatRequest;
import dev.orrery.log.v1.GroupHeartbeatResponse;
import dev.orrery.log.v1.InitProducerRequest;
import dev.orrery.log.v1.InitProducerResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.OffsetAndMetadata;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.ProduceResponse;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log over a real socket.
class LogServerTest {
  @TempDir private Path directory;

  private ComponentContext context;
  private LogServer server;
  private LogGrpc.LogBlockingStub log;

  LogServerTest() {}

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("log", directory);
    server = new LogServer(LogConfig.defaults(), context);
    server.start();
    Channel channel =
        context.channels().channel("127.0.0.1:" + server.endpoints().getFirst().port());
    log = LogGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    server.close();
    context.close();
  }

  private void restart(boolean killed) throws Exception {
    if (killed) {
      server.kill();
    }
    stop();
    start();
  }

  @Test
  void whatIsProducedIsFetchedAfterAKillToo() throws Exception {
    topic("t", 2);
    assertThat(produce("t", 1, "a", "b").getBaseOffset()).isZero();
    ProduceResponse second = produce("t", 1, "c");
    assertThat(second.getBaseOffset()).isEqualTo(2);
    assertThat(second.getHighWatermark()).isEqualTo(3);
    restart(true);
    FetchResponse fetched = log.fetch(from("t", 1, 0).build());
    assertThat(values(fetched)).containsExactly("a", "b", "c");
    assertThat(fetched.getNextOffset()).isEqualTo(3);
    assertThat(fetched.getLeaderEpoch()).isEqualTo(second.getLeaderEpoch() + 1);
    assertThat(values(log.fetch(from("t", 0, 0).build()))).isEmpty();
    assertThat(log.listTopics(ListTopicsRequest.getDefaultInstance()).getTopicsList())
        .singleElement()
        .satisfies(it -> assertThat(it.getPartitions()).isEqualTo(2));
  }

  @Test
  void headersKeysAndTimestampsComeBackAsTheyWere() {
    topic("t", 1);
    Record sent =
        Record.newBuilder()
            .setKey(bytes("k"))
            .setValue(bytes("v"))
            .setTimestampMillis(42)
            .putHeaders("traceparent", bytes("00-1-2-01"))
            .build();
    log.produce(
        ProduceRequest.newBuilder().setPartition(partition("t", 0)).addRecords(sent).build());
    assertThat(log.fetch(from("t", 0, 0).build()).getRecordsList())
        .containsExactly(sent.toBuilder().setOffset(0).build());
    assertThat(
            log.listOffsets(
                    ListOffsetsRequest.newBuilder()
                        .setPartition(partition("t", 0))
                        .setTimestampMillis(42)
                        .build())
                .getOffsetForTimestamp())
        .isZero();
  }

  @Test
  void aLongPollWakesWhenSomethingIsProduced() throws Exception {
    topic("t", 1);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FetchResponse> poll =
          pool.submit(() ->
              log.withDeadlineAfter(20, TimeUnit.SECONDS)
                  .fetch(from("t", 0, 0).setMinBytes(1).setMaxWaitMillis(15_000).build()));
      produce("t", 0, "a");
      assertThat(values(poll.get(10, TimeUnit.SECONDS))).containsExactly("a");
    }
    long before = System.nanoTime();
    assertThat(values(log.fetch(from("t", 0, 1).setMinBytes(1).setMaxWaitMillis(50).build())))
        .isEmpty();
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void aStreamGoesOnAsRecordsComeAndStopsWhenCancelled() {
    topic("t", 1);
    produce("t", 0, "a", "b");
    var cancellable = io.grpc.Context.current().withCancellation();
    List<String> seen = new ArrayList<>();
    cancellable.run(() -> {
      Iterator<FetchResponse> stream = log.fetchStream(from("t", 0, 1).build());
      seen.addAll(values(stream.next()));
      produce("t", 0, "c");
      seen.addAll(values(stream.next()));
    });
    cancellable.cancel(null);
    assertThat(seen).containsExactly("b", "c");
  }

  @Test
  void idempotenceHoldsThroughAKillAndFencingThroughARestart() throws Exception {
    topic("t", 1);
    InitProducerResponse first = producer("relay");
    ProduceRequest batch = batch(first, 0, "a", "b");
    assertThat(log.produce(batch).getBaseOffset()).isZero();
    produce("t", 0, "between");
    restart(true);
    ProduceResponse again = log.produce(batch);
    assertThat(again.getBaseOffset()).isZero();
    assertThat(again.getDuplicate()).isTrue();
    assertThat(log.produce(batch(first, 2, "c")).getBaseOffset()).isEqualTo(3);
    refused(batch(first, 9, "x"), "OUT_OF_ORDER_SEQUENCE");
    InitProducerResponse second = producer("relay");
    assertThat(second.getProducerId()).isEqualTo(first.getProducerId());
    assertThat(second.getProducerEpoch()).isEqualTo(first.getProducerEpoch() + 1);
    refused(batch(first, 3, "zombie"), "INVALID_PRODUCER_EPOCH");
    restart(false);
    refused(batch(first, 3, "zombie"), "INVALID_PRODUCER_EPOCH");
    assertThat(log.produce(batch(second, 0, "d")).getBaseOffset()).isEqualTo(4);
    refused(
        batch(first, 0, "x").toBuilder().setProducerId(1_000_000).build(), "UNKNOWN_PRODUCER_ID");
    assertThat(producer("").getProducerId()).isNotEqualTo(first.getProducerId());
  }

  @Test
  void wrongRequestsGetCanonicalAnswers() {
    topic("t", 1);
    assertStatus(Status.Code.NOT_FOUND, () -> produce("t", 1, "a"));
    assertStatus(Status.Code.NOT_FOUND, () -> produce("u", 0, "a"));
    assertStatus(Status.Code.NOT_FOUND, () -> log.fetch(from("t", -1, 0).build()));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> topic("no/slash", 1));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> topic("__consumer_offsets", 1));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> topic("t2", 257));
    assertStatus(Status.Code.ALREADY_EXISTS, () -> topic("t", 2));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> produce("t", 0));
    assertStatus(Status.Code.INVALID_ARGUMENT, () -> produce("t", 0, "x".repeat((1 << 20) + 1)));
    assertStatus(Status.Code.OUT_OF_RANGE, () -> log.fetch(from("t", 0, 1).build()));
    assertThatThrownBy(() -> log.fetch(from("t", 0, 7).build()))
        .satisfies(it ->
            assertThat(RpcException.metadataOf((StatusRuntimeException) it))
                .containsEntry("log_start_offset", "0")
                .containsEntry("high_watermark", "0"));
    assertThat(
            log.createTopic(CreateTopicRequest.newBuilder().setTopic("t").setPartitions(1).build())
                .getExisted())
        .isTrue();
  }

  @Test
  void aBatchOfFourMebibytesGoesInAndComesOut() {
    topic("t", 1);
    String megabyte = "x".repeat((1 << 20) - 200);
    produce("t", 0, megabyte, megabyte, megabyte, megabyte);
    FetchResponse small = log.fetch(from("t", 0, 0).setMaxBytes(1).build());
    assertThat(small.getRecordsCount()).isEqualTo(1);
    FetchResponse large = log.fetch(from("t", 0, 0).setMaxBytes(Integer.MAX_VALUE).build());
    assertThat(large.getNextOffset()).isEqualTo(4);
  }

  @Test
  void aKilledConsumersPartitionsMoveWithinItsSessionAndNeverHaveTwoOwners() throws Exception {
    topic("t", 4);
    Consumer first = new Consumer("first");
    Consumer second = new Consumer("second");
    while (first.owned.size() != 2 || second.owned.size() != 2) {
      first.heartbeat();
      second.heartbeat();
      Set<TopicPartition> both = new HashSet<>(first.owned);
      both.retainAll(second.owned);
      assertThat(both).isEmpty();
    }
    first.commit(5);
    long silentSince = System.nanoTime();
    first.heartbeat();
    Set<TopicPartition> orphaned = Set.copyOf(first.owned);
    while (second.owned.size() != 4) {
      second.heartbeat();
      if (!java.util.Collections.disjoint(second.owned, orphaned)) {
        assertThat(System.nanoTime() - silentSince).isGreaterThan(1_000_000_000L);
      }
    }
    assertThat(System.nanoTime() - silentSince).isLessThan(3_000_000_000L);
    assertThatThrownBy(() -> first.commit(99))
        .satisfies(it ->
            assertThat(RpcException.reasonOf((StatusRuntimeException) it))
                .hasValue("UNKNOWN_MEMBER"));
    restart(true);
    assertThat(
            log.fetchOffsets(FetchOffsetsRequest.newBuilder().setGroup("g").build())
                .getOffsetsList())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.getOffset()).isEqualTo(5));
    assertThat(
            log.describeGroup(DescribeGroupRequest.newBuilder().setGroup("g").build())
                .getMembersList())
        .singleElement()
        .satisfies(it -> assertThat(it.getMemberId()).isEqualTo("second"));
  }

  /// The loop of a consumer, by hand.
  private final class Consumer {
    private final String id;
    private int epoch;
    private Set<TopicPartition> owned = new HashSet<>();

    Consumer(String id) {
      this.id = id;
    }

    void heartbeat() {
      GroupHeartbeatResponse response =
          log.groupHeartbeat(
              GroupHeartbeatRequest.newBuilder()
                  .setGroup("g")
                  .setMemberId(id)
                  .setMemberEpoch(epoch)
                  .addSubscribedTopics("t")
                  .addAllOwned(owned)
                  .setSessionTimeoutMillis(1_000)
                  .build());
      epoch = response.getMemberEpoch();
      owned = new HashSet<>(response.getAssignedList());
    }

    void commit(long offset) {
      CommitOffsetsRequest.Builder request =
          CommitOffsetsRequest.newBuilder().setGroup("g").setMemberId(id).setMemberEpoch(epoch);
      owned.forEach(it ->
          request.addOffsets(OffsetAndMetadata.newBuilder().setPartition(it).setOffset(offset)));
      var unused = log.commitOffsets(request.build());
    }
  }

  private void topic(String name, int partitions) {
    var unused =
        log.createTopic(
            CreateTopicRequest.newBuilder().setTopic(name).setPartitions(partitions).build());
  }

  private ProduceResponse produce(String topic, int partition, String... values) {
    ProduceRequest.Builder request =
        ProduceRequest.newBuilder().setPartition(partition(topic, partition));
    for (String value : values) {
      request.addRecords(Record.newBuilder().setValue(bytes(value)));
    }
    return log.produce(request.build());
  }

  private InitProducerResponse producer(String name) {
    return log.initProducer(InitProducerRequest.newBuilder().setTransactionalId(name).build());
  }

  private static ProduceRequest batch(
      InitProducerResponse producer, int sequence, String... values) {
    ProduceRequest.Builder request =
        ProduceRequest.newBuilder()
            .setPartition(partition("t", 0))
            .setProducerId(producer.getProducerId())
            .setProducerEpoch(producer.getProducerEpoch())
            .setBaseSequence(sequence);
    for (String value : values) {
      request.addRecords(Record.newBuilder().setValue(bytes(value)));
    }
    return request.build();
  }

  private void refused(ProduceRequest request, String reason) {
    assertThatThrownBy(() -> log.produce(request))
        .satisfies(
            it -> assertThat(RpcException.reasonOf((StatusRuntimeException) it)).hasValue(reason));
  }

  private static void assertStatus(Status.Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StatusRuntimeException.class)
        .satisfies(
            it -> assertThat(((StatusRuntimeException) it).getStatus().getCode()).isEqualTo(code));
  }

  private static FetchRequest.Builder from(String topic, int partition, long offset) {
    return FetchRequest.newBuilder().setPartition(partition(topic, partition)).setOffset(offset);
  }

  private static TopicPartition partition(String topic, int partition) {
    return TopicPartition.newBuilder().setTopic(topic).setPartition(partition).build();
  }

  private static List<String> values(FetchResponse response) {
    return response.getRecordsList().stream().map(it -> it.getValue().toStringUtf8()).toList();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
