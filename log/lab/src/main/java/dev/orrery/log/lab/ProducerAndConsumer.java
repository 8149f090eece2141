package dev.orrery.log.lab;

import com.google.protobuf.ByteString;
import dev.orrery.log.v1.CommitOffsetsRequest;
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
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How a client of the log looks: the smallest right producer and the smallest right consumer, to
/// read and to copy.
public final class ProducerAndConsumer {
  private static final int ATTEMPTS = 5;

  private ProducerAndConsumer() {}

  /// Produces each value once, however often an answer is lost: the same batch with the same
  /// sequence is sent again, and the log knows it.
  ///
  /// Not thread-safe: sequences count in the order of the calls.
  public static final class Producer {
    private final LogGrpc.LogBlockingStub log;
    private final TopicPartition partition;
    private final InitProducerResponse identity;
    private int sequence;

    /// @param name stable over restarts; whoever else produces under it is fenced from now on
    public Producer(Channel channel, TopicPartition partition, String name) {
      this.log = LogGrpc.newBlockingStub(channel);
      this.partition = partition;
      this.identity =
          log.initProducer(InitProducerRequest.newBuilder().setTransactionalId(name).build());
    }

    /// Returns the offset of the first value, once all are on the disk.
    public long send(List<String> values) {
      ProduceRequest.Builder request =
          ProduceRequest.newBuilder()
              .setPartition(partition)
              .setProducerId(identity.getProducerId())
              .setProducerEpoch(identity.getProducerEpoch())
              .setBaseSequence(sequence);
      for (String value : values) {
        request.addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8(value)));
      }
      for (int attempt = 1; ; attempt++) {
        try {
          long offset = log.produce(request.build()).getBaseOffset();
          sequence = (sequence + values.size()) & Integer.MAX_VALUE;
          return offset;
        } catch (StatusRuntimeException e) {
          boolean unknown =
              e.getStatus().getCode() == Status.Code.UNAVAILABLE
                  || e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
          if (!unknown || attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    }
  }

  /// One member of a consumer group. Each turn is a heartbeat, a fetch from every partition owned,
  /// and a commit of what was handled: handled at least once, and in order within a partition.
  ///
  /// A turn must come more often than the session time-out, so handling must be quick; a consumer
  /// with slow work beats on a thread of its own.
  public static final class GroupConsumer {
    private final LogGrpc.LogBlockingStub log;
    private final String group;
    private final String member;
    private final String topic;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private int epoch;

    public GroupConsumer(Channel channel, String group, String member, String topic) {
      this.log = LogGrpc.newBlockingStub(channel);
      this.group = group;
      this.member = member;
      this.topic = topic;
    }

    /// Hands every record that is there to `handler`, then commits.
    public void turn(Consumer<Record> handler) {
      try {
        heartbeat();
        for (TopicPartition partition : List.copyOf(positions.keySet())) {
          FetchResponse fetched =
              log.fetch(
                  FetchRequest.newBuilder()
                      .setPartition(partition)
                      .setOffset(positions.getOrDefault(partition, 0L))
                      .build());
          fetched.getRecordsList().forEach(handler);
          positions.put(partition, fetched.getNextOffset());
        }
        commit();
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
          throw e;
        }
        // No longer a member, or fenced: let go of everything and join anew with the next turn.
        positions.clear();
        epoch = 0;
      }
    }

    private void heartbeat() {
      GroupHeartbeatResponse response =
          log.groupHeartbeat(
              GroupHeartbeatRequest.newBuilder()
                  .setGroup(group)
                  .setMemberId(member)
                  .setMemberEpoch(epoch)
                  .addSubscribedTopics(topic)
                  .addAllOwned(positions.keySet())
                  .build());
      epoch = response.getMemberEpoch();
      positions.keySet().retainAll(response.getAssignedList());
      FetchOffsetsRequest.Builder request = FetchOffsetsRequest.newBuilder().setGroup(group);
      for (TopicPartition partition : response.getAssignedList()) {
        if (positions.putIfAbsent(partition, 0L) == null) {
          request.addPartitions(partition);
        }
      }
      if (request.getPartitionsCount() > 0) {
        log.fetchOffsets(request.build())
            .getOffsetsList()
            .forEach(it -> positions.put(it.getPartition(), it.getOffset()));
      }
    }

    private void commit() {
      CommitOffsetsRequest.Builder request =
          CommitOffsetsRequest.newBuilder()
              .setGroup(group)
              .setMemberId(member)
              .setMemberEpoch(epoch);
      positions.forEach((partition, offset) ->
          request.addOffsets(
              OffsetAndMetadata.newBuilder().setPartition(partition).setOffset(offset)));
      var committed = log.commitOffsets(request.build());
    }
  }
}
