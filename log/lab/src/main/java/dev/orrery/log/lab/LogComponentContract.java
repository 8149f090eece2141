package dev.orrery.log.lab;

import com.google.protobuf.ByteString;
import dev.orrery.log.v1.CommitOffsetsRequest;
import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.FetchOffsetsRequest;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.GroupHeartbeatRequest;
import dev.orrery.log.v1.GroupHeartbeatResponse;
import dev.orrery.log.v1.InitProducerRequest;
import dev.orrery.log.v1.InitProducerResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.OffsetAndMetadata;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.ProduceResponse;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The contract of a whole log, whatever it is written in: `./orrery check log --target
/// grpc://HOST:PORT`.
public final class LogComponentContract implements ComponentContract {
  private static final int PARTITIONS = 2;
  private static final long CALL_SECONDS = 10;
  private static final int MAXIMUM_ROUNDS = 40;

  /// A batch for a partition; fetching follows.
  record Batch(int partition, List<String> values) {}

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Contract<Channel> contract() {
    Arbitrary<List<Batch>> batches =
        Combinators.combine(
                Arbitraries.integers().between(0, PARTITIONS - 1),
                Arbitraries.strings().alpha().ofMaxLength(6).list().ofMinSize(1).ofMaxSize(4))
            .as(Batch::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(8);
    return Contract.of(
        Contract.ANY,
        Law.of(
            "what is produced is fetched, in order, at dense offsets",
            batches,
            Object::toString,
            LogComponentContract::producesAndFetches),
        Law.of(
            "a batch sent twice by one producer is there once, and a gap is refused",
            batches,
            Object::toString,
            LogComponentContract::isIdempotent),
        Law.of(
            "no partition has two owners, all have one in the end, and only the owner commits",
            Arbitraries.integers().between(0, 3).list().ofMinSize(4).ofMaxSize(12),
            it -> "members beat in the order " + it,
            LogComponentContract::groupsAreExclusive),
        Law.of(
            "what does not exist is NOT_FOUND, what lies outside is OUT_OF_RANGE",
            Arbitraries.integers().between(1, 1_000),
            it -> "offset " + it + " of an empty partition",
            LogComponentContract::refuses));
  }

  private static LogGrpc.LogBlockingStub stub(Channel channel) {
    return LogGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS * 3, TimeUnit.SECONDS);
  }

  private static String freshTopic(LogGrpc.LogBlockingStub log) {
    String topic = "contract-" + UUID.randomUUID();
    var created =
        log.createTopic(
            CreateTopicRequest.newBuilder().setTopic(topic).setPartitions(PARTITIONS).build());
    check(created.getPartitions() == PARTITIONS && !created.getExisted(), "created: " + created);
    return topic;
  }

  private static void producesAndFetches(Channel channel, List<Batch> batches) {
    LogGrpc.LogBlockingStub log = stub(channel);
    String topic = freshTopic(log);
    Map<Integer, List<String>> expected = new HashMap<>();
    for (Batch batch : batches) {
      List<String> partition = expected.computeIfAbsent(batch.partition(), it -> new ArrayList<>());
      ProduceResponse response =
          log.produce(request(topic, batch, InitProducerResponse.getDefaultInstance(), 0));
      check(
          response.getBaseOffset() == partition.size(),
          "base offset " + response.getBaseOffset() + ", not " + partition.size());
      partition.addAll(batch.values());
      check(
          response.getHighWatermark() >= partition.size(),
          "answered before it was readable: high watermark " + response.getHighWatermark());
    }
    expected.forEach((partition, values) -> {
      check(fetchAll(log, topic, partition).equals(values), "fetched other than " + values);
    });
  }

  private static List<String> fetchAll(LogGrpc.LogBlockingStub log, String topic, int partition) {
    List<String> values = new ArrayList<>();
    while (true) {
      FetchResponse response =
          log.fetch(
              FetchRequest.newBuilder()
                  .setPartition(partition(topic, partition))
                  .setOffset(values.size())
                  .setMaxBytes(100)
                  .build());
      for (Record each : response.getRecordsList()) {
        check(each.getOffset() == values.size(), "offset " + each.getOffset() + " in a gap");
        values.add(each.getValue().toStringUtf8());
      }
      check(response.getNextOffset() == values.size(), "goes on at " + response.getNextOffset());
      if (response.getRecordsCount() == 0) {
        return values;
      }
    }
  }

  private static void isIdempotent(Channel channel, List<Batch> batches) {
    LogGrpc.LogBlockingStub log = stub(channel);
    String topic = freshTopic(log);
    InitProducerResponse producer = log.initProducer(InitProducerRequest.getDefaultInstance());
    check(producer.getProducerId() > 0, "producer ids start at 1");
    Map<Integer, List<String>> expected = new HashMap<>();
    for (Batch batch : batches) {
      List<String> partition = expected.computeIfAbsent(batch.partition(), it -> new ArrayList<>());
      ProduceRequest request = request(topic, batch, producer, partition.size());
      ProduceResponse first = log.produce(request);
      ProduceResponse again = log.produce(request);
      check(!first.getDuplicate() && again.getDuplicate(), "duplicate not told: " + again);
      check(
          again.getBaseOffset() == first.getBaseOffset(),
          "the duplicate answers " + again.getBaseOffset() + ", not " + first.getBaseOffset());
      partition.addAll(batch.values());
      ProduceRequest gap = request(topic, batch, producer, partition.size() + 1);
      expectStatus(Status.Code.FAILED_PRECONDITION, () -> log.produce(gap));
      check(fetchAll(log, topic, batch.partition()).equals(partition), "not " + partition);
    }
  }

  private static void groupsAreExclusive(Channel channel, List<Integer> order) {
    LogGrpc.LogBlockingStub log = stub(channel);
    String topic = freshTopic(log);
    String group = "contract-" + UUID.randomUUID();
    Map<Integer, Member> members = new HashMap<>();
    for (int next : order) {
      Member member = members.computeIfAbsent(next, it -> new Member(log, group, topic));
      member.heartbeat();
      assertExclusive(members);
    }
    for (int round = 0; round < MAXIMUM_ROUNDS && total(members) < PARTITIONS; round++) {
      members.values().forEach(Member::heartbeat);
      assertExclusive(members);
    }
    check(total(members) == PARTITIONS, "only " + total(members) + " partitions have an owner");
    for (Member member : members.values()) {
      for (int p = 0; p < PARTITIONS; p++) {
        TopicPartition partition = partition(topic, p);
        if (member.owned.contains(partition)) {
          member.commit(partition, 1);
        }
      }
    }
    var committed = log.fetchOffsets(FetchOffsetsRequest.newBuilder().setGroup(group).build());
    check(committed.getOffsetsCount() == PARTITIONS, "committed: " + committed);
    Member first = members.get(order.getFirst());
    check(first != null, "there is a first member");
    if (first != null) {
      int epoch = first.epoch;
      members.values().forEach(Member::leave);
      first.epoch = epoch;
      expectStatus(Status.Code.FAILED_PRECONDITION, () -> first.commit(partition(topic, 0), 99));
    }
  }

  private static int total(Map<Integer, Member> members) {
    return members.values().stream().mapToInt(it -> it.owned.size()).sum();
  }

  private static void assertExclusive(Map<Integer, Member> members) {
    Set<TopicPartition> seen = new HashSet<>();
    for (Member member : members.values()) {
      for (TopicPartition partition : member.owned) {
        check(seen.add(partition), "two owners of partition " + partition.getPartition());
      }
    }
  }

  private static void refuses(Channel channel, int offset) {
    LogGrpc.LogBlockingStub log = stub(channel);
    String topic = freshTopic(log);
    FetchRequest.Builder fetch = FetchRequest.newBuilder().setOffset(offset);
    expectStatus(
        Status.Code.OUT_OF_RANGE, () -> log.fetch(fetch.setPartition(partition(topic, 0)).build()));
    expectStatus(
        Status.Code.NOT_FOUND,
        () -> log.fetch(fetch.setPartition(partition(topic, PARTITIONS)).build()));
    expectStatus(
        Status.Code.NOT_FOUND,
        () -> log.fetch(fetch.setPartition(partition(topic + "-not", 0)).build()));
    expectStatus(
        Status.Code.INVALID_ARGUMENT,
        () -> log.produce(ProduceRequest.newBuilder().setPartition(partition(topic, 0)).build()));
  }

  /// One member's view.
  private static final class Member {
    private final LogGrpc.LogBlockingStub log;
    private final String group;
    private final String topic;
    private final String id = UUID.randomUUID().toString();
    private int epoch;
    private Set<TopicPartition> owned = new HashSet<>();

    Member(LogGrpc.LogBlockingStub log, String group, String topic) {
      this.log = log;
      this.group = group;
      this.topic = topic;
    }

    private GroupHeartbeatRequest.Builder request() {
      return GroupHeartbeatRequest.newBuilder()
          .setGroup(group)
          .setMemberId(id)
          .setMemberEpoch(epoch)
          .setSessionTimeoutMillis(30_000)
          .addSubscribedTopics(topic)
          .addAllOwned(owned);
    }

    void heartbeat() {
      GroupHeartbeatResponse response = log.groupHeartbeat(request().build());
      epoch = response.getMemberEpoch();
      owned = new HashSet<>(response.getAssignedList());
    }

    void leave() {
      GroupHeartbeatResponse left = log.groupHeartbeat(request().setLeave(true).build());
      check(left.getAssignedCount() == 0, "a member that left was given partitions");
      owned = new HashSet<>();
    }

    void commit(TopicPartition partition, long offset) {
      var done =
          log.commitOffsets(
              CommitOffsetsRequest.newBuilder()
                  .setGroup(group)
                  .setMemberId(id)
                  .setMemberEpoch(epoch)
                  .addOffsets(
                      OffsetAndMetadata.newBuilder().setPartition(partition).setOffset(offset))
                  .build());
    }
  }

  private static ProduceRequest request(
      String topic, Batch batch, InitProducerResponse producer, int sequence) {
    ProduceRequest.Builder request =
        ProduceRequest.newBuilder()
            .setPartition(partition(topic, batch.partition()))
            .setProducerId(producer.getProducerId())
            .setProducerEpoch(producer.getProducerEpoch())
            .setBaseSequence(sequence);
    for (String value : batch.values()) {
      request.addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8(value)));
    }
    return request.build();
  }

  private static TopicPartition partition(String topic, int partition) {
    return TopicPartition.newBuilder().setTopic(topic).setPartition(partition).build();
  }

  private static void expectStatus(Status.Code expected, Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      check(e.getStatus().getCode() == expected, "expected " + expected + ", got " + e.getStatus());
      return;
    }
    throw new AssertionError("expected " + expected + ", but it was done");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
