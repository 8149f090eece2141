package dev.orrery.log.edge.grpc;

import dev.orrery.log.broker.Broker;
import dev.orrery.log.core.group.CommittedOffset;
import dev.orrery.log.core.group.GroupImage;
import dev.orrery.log.core.group.GroupReply;
import dev.orrery.log.core.partition.AppendResult;
import dev.orrery.log.core.partition.Fetched;
import dev.orrery.log.core.partition.Partition;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.log.core.producer.ProducerRegistry;
import dev.orrery.log.v1.CommitOffsetsRequest;
import dev.orrery.log.v1.CommitOffsetsResponse;
import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.CreateTopicResponse;
import dev.orrery.log.v1.DescribeGroupRequest;
import dev.orrery.log.v1.DescribeGroupResponse;
import dev.orrery.log.v1.FetchOffsetsRequest;
import dev.orrery.log.v1.FetchOffsetsResponse;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.GroupHeartbeatRequest;
import dev.orrery.log.v1.GroupHeartbeatResponse;
import dev.orrery.log.v1.InitProducerRequest;
import dev.orrery.log.v1.InitProducerResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.ListOffsetsResponse;
import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.ListTopicsResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.OffsetAndMetadata;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.ProduceResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// The service `orrery.log.v1.Log`. Each method is a check, a call, a translation.
public final class LogService extends LogGrpc.LogImplBase implements AutoCloseable {
  private static final int DEFAULT_FETCH_BYTES = 1 << 20;
  private static final int MAXIMUM_FETCH_BYTES = 4 << 20;
  private static final int MAXIMUM_WAIT_MILLIS = 30_000;

  /// Left of a caller's deadline when a long poll gives up, for the empty answer to arrive.
  private static final long DEADLINE_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Broker broker;
  private final Time time;
  private final int defaultPartitions;
  private final Fetches fetches;
  private final FetchStreams streams;

  public LogService(Broker broker, Time time, int defaultPartitions, Duration streamMaximumAge) {
    this.broker = broker;
    this.time = time;
    this.defaultPartitions = defaultPartitions;
    this.fetches = new Fetches(broker);
    this.streams = new FetchStreams(fetches, streamMaximumAge);
  }

  /// Answers everything that waits, so that the server can drain.
  @Override
  public void close() {
    fetches.close();
  }

  @Override
  public void createTopic(
      CreateTopicRequest request, StreamObserver<CreateTopicResponse> observer) {
    answer(
        observer,
        () -> {
          String topic = Requests.topic(request.getTopic());
          int partitions =
              request.getPartitions() == 0 ? defaultPartitions : request.getPartitions();
          if (partitions < 1 || partitions > Requests.MAXIMUM_PARTITIONS) {
            throw RpcException.invalidArgument(
                "partitions",
                "1 to "
                    + Requests.MAXIMUM_PARTITIONS
                    + ", not "
                    + Integer.toUnsignedString(partitions));
          }
          boolean created = broker.createTopic(topic, partitions);
          return CreateTopicResponse.newBuilder()
              .setPartitions(partitions)
              .setExisted(!created)
              .build();
        });
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> observer) {
    answer(
        observer,
        () -> {
          Map<String, Integer> all = broker.topics();
          ListTopicsResponse.Builder response = ListTopicsResponse.newBuilder();
          List<String> wanted =
              request.getTopicsCount() == 0 ? List.copyOf(all.keySet()) : request.getTopicsList();
          for (String name : wanted) {
            Integer partitions = all.get(name);
            if (partitions == null) {
              throw Refusals.unknownPartition(new TopicPartition(name, 0));
            }
            response.addTopics(
                ListTopicsResponse.Topic.newBuilder().setName(name).setPartitions(partitions));
          }
          return response.build();
        });
  }

  @Override
  public void initProducer(
      InitProducerRequest request, StreamObserver<InitProducerResponse> observer) {
    answer(
        observer,
        () -> {
          String name = request.getTransactionalId();
          if (name.getBytes(StandardCharsets.UTF_8).length > ProducerRegistry.MAXIMUM_NAME_BYTES) {
            throw RpcException.invalidArgument(
                "transactional_id", "at most " + ProducerRegistry.MAXIMUM_NAME_BYTES + " bytes");
          }
          ProducerRegistry.Issued issued = broker.initProducer(name);
          return InitProducerResponse.newBuilder()
              .setProducerId(issued.producerId())
              .setProducerEpoch(issued.epoch())
              .build();
        });
  }

  @Override
  public void produce(ProduceRequest request, StreamObserver<ProduceResponse> observer) {
    answer(
        observer,
        () -> {
          Partition partition = partition(request.getPartition());
          AppendResult result =
              broker.produce(
                  partition, Requests.stamp(request), Requests.records(request, time.wallMillis()));
          return switch (result) {
            case AppendResult.Appended(long baseOffset, boolean duplicate) ->
                ProduceResponse.newBuilder()
                    .setBaseOffset(baseOffset)
                    .setLeaderEpoch(partition.leaderEpoch())
                    .setHighWatermark(partition.highWatermark())
                    .setDuplicate(duplicate)
                    .build();
            case AppendResult.Refused(var verdict) -> throw Refusals.of(verdict);
          };
        });
  }

  @Override
  public void fetch(FetchRequest request, StreamObserver<FetchResponse> observer) {
    answer(
        observer,
        () -> {
          int waitMillis = request.getMaxWaitMillis();
          if (waitMillis < 0 || waitMillis > MAXIMUM_WAIT_MILLIS) {
            throw RpcException.invalidArgument("max_wait_millis", "at most " + MAXIMUM_WAIT_MILLIS);
          }
          long wait = TimeUnit.MILLISECONDS.toNanos(waitMillis);
          Deadline deadline = Context.current().getDeadline();
          if (deadline != null) {
            long left = deadline.timeRemaining(TimeUnit.NANOSECONDS) - DEADLINE_MARGIN_NANOS;
            wait = Math.min(wait, left);
          }
          return Responses.fetched(waitFor(request, wait));
        });
  }

  private Fetched waitFor(FetchRequest request, long waitNanos) throws InterruptedException {
    Context context = Context.current();
    Context.CancellationListener listener = cancelled -> fetches.wakeAll();
    context.addListener(listener, Runnable::run);
    try {
      return fetches.fetch(
          partition(request.getPartition()),
          request.getOffset(),
          minimumBytes(request),
          maximumBytes(request),
          waitNanos,
          context::isCancelled);
    } finally {
      context.removeListener(listener);
    }
  }

  @Override
  public void fetchStream(FetchRequest request, StreamObserver<FetchResponse> observer) {
    try {
      streams.open(
          partition(request.getPartition()),
          request.getOffset(),
          minimumBytes(request),
          maximumBytes(request),
          (ServerCallStreamObserver<FetchResponse>) observer);
    } catch (RuntimeException e) {
      Unary.fail(observer, Refusals.of(e));
    }
  }

  private static int minimumBytes(FetchRequest request) {
    return request.getMinBytes() < 0
        ? MAXIMUM_FETCH_BYTES
        : Math.min(request.getMinBytes(), MAXIMUM_FETCH_BYTES);
  }

  private static int maximumBytes(FetchRequest request) {
    int asked = request.getMaxBytes();
    if (asked == 0) {
      return DEFAULT_FETCH_BYTES;
    }
    return asked < 0 ? MAXIMUM_FETCH_BYTES : Math.min(asked, MAXIMUM_FETCH_BYTES);
  }

  @Override
  public void listOffsets(
      ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> observer) {
    answer(
        observer,
        () -> {
          Partition partition = partition(request.getPartition());
          ListOffsetsResponse.Builder response =
              ListOffsetsResponse.newBuilder()
                  .setLogStartOffset(partition.logStartOffset())
                  .setHighWatermark(partition.highWatermark());
          if (request.hasTimestampMillis()) {
            OptionalLong found =
                broker.read(() -> partition.offsetForTimestamp(request.getTimestampMillis()));
            found.ifPresent(response::setOffsetForTimestamp);
          }
          return response.build();
        });
  }

  @Override
  public void commitOffsets(
      CommitOffsetsRequest request, StreamObserver<CommitOffsetsResponse> observer) {
    answer(
        observer,
        () -> {
          request.getOffsetsList().forEach(it -> partition(it.getPartition()));
          if (broker.step(Requests.commit(request)) instanceof GroupReply.Refused refused) {
            throw Refusals.of(refused);
          }
          return CommitOffsetsResponse.getDefaultInstance();
        });
  }

  @Override
  public void fetchOffsets(
      FetchOffsetsRequest request, StreamObserver<FetchOffsetsResponse> observer) {
    answer(
        observer,
        () -> {
          Set<TopicPartition> wanted = new HashSet<>();
          request.getPartitionsList().forEach(it -> wanted.add(Requests.partition(it)));
          FetchOffsetsResponse.Builder response = FetchOffsetsResponse.newBuilder();
          broker
              .committedOffsets(Requests.group(request.getGroup()))
              .forEach((partition, committed) -> {
                if (wanted.isEmpty() || wanted.contains(partition)) {
                  response.addOffsets(
                      OffsetAndMetadata.newBuilder()
                          .setPartition(Responses.partition(partition))
                          .setOffset(committed.offset())
                          .setMetadata(committed.metadata()));
                }
              });
          return response.build();
        });
  }

  @Override
  public void groupHeartbeat(
      GroupHeartbeatRequest request, StreamObserver<GroupHeartbeatResponse> observer) {
    answer(
        observer,
        () ->
            switch (broker.step(Requests.heartbeat(request))) {
              case GroupReply.Assigned assigned ->
                  GroupHeartbeatResponse.newBuilder()
                      .setMemberEpoch(assigned.memberEpoch())
                      .setHeartbeatIntervalMillis(assigned.heartbeatIntervalMillis())
                      .addAllAssigned(Responses.partitions(assigned.assigned()))
                      .build();
              case GroupReply.Done left -> GroupHeartbeatResponse.getDefaultInstance();
              case GroupReply.Refused refused -> throw Refusals.of(refused);
            });
  }

  @Override
  public void describeGroup(
      DescribeGroupRequest request, StreamObserver<DescribeGroupResponse> observer) {
    answer(
        observer,
        () -> {
          String group = Requests.group(request.getGroup());
          GroupImage image =
              broker
                  .describeGroup(group)
                  .orElseThrow(() ->
                      RpcException.notFound("GROUP_ID_NOT_FOUND", "there is no group " + group));
          DescribeGroupResponse.Builder response =
              DescribeGroupResponse.newBuilder().setGroup(group).setGroupEpoch(image.epoch());
          image.members().forEach(it -> response.addMembers(Responses.member(it)));
          broker
              .committedOffsets(group)
              .forEach((partition, committed) -> addLag(response, partition, committed));
          return response.build();
        });
  }

  private void addLag(
      DescribeGroupResponse.Builder response, TopicPartition id, CommittedOffset committed) {
    long highWatermark = broker.partition(id).map(Partition::highWatermark).orElse(0L);
    response.addLags(
        DescribeGroupResponse.Lag.newBuilder()
            .setPartition(Responses.partition(id))
            .setCommittedOffset(committed.offset())
            .setHighWatermark(highWatermark)
            .setLag(Math.max(0, highWatermark - committed.offset())));
  }

  private Partition partition(dev.orrery.log.v1.TopicPartition message) {
    TopicPartition id = Requests.partition(message);
    return broker.partition(id).orElseThrow(() -> Refusals.unknownPartition(id));
  }

  private static <R> void answer(StreamObserver<R> observer, Callable<R> body) {
    Unary.answer(
        observer,
        () -> {
          try {
            return body.call();
          } catch (RuntimeException e) {
            throw Refusals.of(e);
          }
        });
  }
}
