package dev.orrery.social.relay;

import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.InitProducerRequest;
import dev.orrery.log.v1.InitProducerResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.ListOffsetsResponse;
import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.ListTopicsResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import io.grpc.Channel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The topic `post-created` as its one producer sees it: idempotent, fenced, and with a memory of
/// what its tail holds. Used by one thread at a time; sequences live from [#open()] to the next.
///
/// Each [#open()] takes a higher producer epoch under the stable name, which fences every relay
/// that came before, and starts the sequences of all partitions at 0.
public final class PostTopic {
  public static final String NAME = "post-created";

  private static final String PRODUCER = "post-relay";
  private static final String SEQUENCE_HEADER = "outbox-sequence";

  /// Kafka's sequences wrap after 2^31 - 1.
  private static final int LAST_SEQUENCE = Integer.MAX_VALUE;

  private final LogGrpc.LogBlockingStub log;
  private final int wantedPartitions;
  private InitProducerResponse producer = InitProducerResponse.getDefaultInstance();
  private int[] sequences = new int[0];

  /// @param wantedPartitions when the topic has to be made
  public PostTopic(Channel logChannel, int wantedPartitions) {
    this.log = LogGrpc.newBlockingStub(logChannel);
    this.wantedPartitions = wantedPartitions;
  }

  /// How many partitions the topic has; makes it when it is missing. A topic that is there keeps
  /// its number.
  public static int create(LogGrpc.LogBlockingStub log, int wantedPartitions) {
    ListTopicsResponse known = log.listTopics(ListTopicsRequest.getDefaultInstance());
    for (ListTopicsResponse.Topic topic : known.getTopicsList()) {
      if (topic.getName().equals(NAME)) {
        return topic.getPartitions();
      }
    }
    return log.createTopic(
            CreateTopicRequest.newBuilder().setTopic(NAME).setPartitions(wantedPartitions).build())
        .getPartitions();
  }

  /// Makes this the topic's one producer.
  public void open() {
    sequences = new int[create(log, wantedPartitions)];
    producer =
        log.initProducer(InitProducerRequest.newBuilder().setTransactionalId(PRODUCER).build());
  }

  /// The outbox sequences of the last records of every partition.
  ///
  /// @param length records a partition to look at
  public Set<Long> tail(int length) {
    Set<Long> published = new HashSet<>();
    for (int partition = 0; partition < sequences.length; partition++) {
      TopicPartition name = partition(partition);
      ListOffsetsResponse ends =
          log.listOffsets(ListOffsetsRequest.newBuilder().setPartition(name).build());
      long offset = Math.max(ends.getLogStartOffset(), ends.getHighWatermark() - length);
      while (offset < ends.getHighWatermark()) {
        FetchResponse page =
            log.fetch(FetchRequest.newBuilder().setPartition(name).setOffset(offset).build());
        for (Record entry : page.getRecordsList()) {
          published.add(Long.parseLong(entry.getHeadersOrThrow(SEQUENCE_HEADER).toStringUtf8()));
        }
        if (page.getNextOffset() <= offset) {
          break;
        }
        offset = page.getNextOffset();
      }
    }
    return published;
  }

  /// The partition of an author's posts: always the same, so that they stay in order.
  public int partitionOf(long author) {
    return Math.floorMod(Long.hashCode(author * 0x9E3779B97F4A7C15L), sequences.length);
  }

  /// Appends one batch; returns when it is on disk. A batch that was refused or not answered leaves
  /// the sequence in doubt: open again.
  public void append(int partition, List<Record> batch) {
    log.produce(
        ProduceRequest.newBuilder()
            .setPartition(partition(partition))
            .addAllRecords(batch)
            .setProducerId(producer.getProducerId())
            .setProducerEpoch(producer.getProducerEpoch())
            .setBaseSequence(sequences[partition])
            .build());
    long next = (long) sequences[partition] + batch.size();
    sequences[partition] = (int) (next > LAST_SEQUENCE ? next - LAST_SEQUENCE - 1 : next);
  }

  static Record.Builder sequenced(Record.Builder entry, long sequence) {
    return entry.putHeaders(
        SEQUENCE_HEADER, com.google.protobuf.ByteString.copyFromUtf8(Long.toString(sequence)));
  }

  private static TopicPartition partition(int number) {
    return TopicPartition.newBuilder().setTopic(NAME).setPartition(number).build();
  }
}
