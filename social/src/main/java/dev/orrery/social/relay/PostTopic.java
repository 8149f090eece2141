package dev.orrery.social.relay;

import com.google.protobuf.ByteString;
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
/// that came before, and starts the sequences of all partitions at 0. Then it appends a barrier, a
/// record without a post, to every partition:
///
/// ```
///   older relay    … p7 p8            appended, perhaps not forced yet: above the high watermark
///   this one               │B│        forced, and so is all before it; nothing older comes after
///   tail           … p7 p8 │B│        all that older relays published can be read now
/// ```
///
/// Without it a batch that an older relay had under way could become readable after the tail was
/// looked at, and be published again. A producer of Kafka's with a stable name gets the same from
/// the abort marker that the coordinator writes for it (KIP-98).
public final class PostTopic {
  public static final String NAME = "post-created";

  private static final String PRODUCER = "post-relay";
  private static final String SEQUENCE_HEADER = "outbox-sequence";
  private static final String BARRIER_HEADER = "relay-barrier";

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

  /// Whether a record is a relay's mark and no post.
  public static boolean isBarrier(Record entry) {
    return entry.containsHeaders(BARRIER_HEADER);
  }

  /// Makes this the topic's one producer.
  public void open() {
    sequences = new int[create(log, wantedPartitions)];
    producer =
        log.initProducer(InitProducerRequest.newBuilder().setTransactionalId(PRODUCER).build());
    Record barrier =
        Record.newBuilder()
            .putHeaders(
                BARRIER_HEADER,
                ByteString.copyFromUtf8(Integer.toString(producer.getProducerEpoch())))
            .build();
    for (int partition = 0; partition < sequences.length; partition++) {
      append(partition, List.of(barrier));
    }
  }

  /// The outbox sequences of the last posts of every partition.
  ///
  /// @param length posts a partition to look at, at least; fewer when it has fewer
  public Set<Long> tail(int length) {
    Set<Long> published = new HashSet<>();
    for (int partition = 0; partition < sequences.length; partition++) {
      published.addAll(tail(partition(partition), length));
    }
    return published;
  }

  /// Looks further back until barriers no longer hide posts.
  private Set<Long> tail(TopicPartition partition, int length) {
    ListOffsetsResponse ends =
        log.listOffsets(ListOffsetsRequest.newBuilder().setPartition(partition).build());
    for (long back = length; ; back *= 2) {
      long from = Math.max(ends.getLogStartOffset(), ends.getHighWatermark() - back);
      Set<Long> found = sequences(partition, from, ends.getHighWatermark());
      if (found.size() >= length || from == ends.getLogStartOffset()) {
        return found;
      }
    }
  }

  private Set<Long> sequences(TopicPartition partition, long from, long end) {
    Set<Long> found = new HashSet<>();
    long offset = from;
    while (offset < end) {
      FetchResponse page =
          log.fetch(FetchRequest.newBuilder().setPartition(partition).setOffset(offset).build());
      for (Record entry : page.getRecordsList()) {
        if (!isBarrier(entry)) {
          found.add(Long.parseLong(entry.getHeadersOrThrow(SEQUENCE_HEADER).toStringUtf8()));
        }
      }
      if (page.getNextOffset() <= offset) {
        break;
      }
      offset = page.getNextOffset();
    }
    return found;
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
    return entry.putHeaders(SEQUENCE_HEADER, ByteString.copyFromUtf8(Long.toString(sequence)));
  }

  private static TopicPartition partition(int number) {
    return TopicPartition.newBuilder().setTopic(NAME).setPartition(number).build();
  }
}
