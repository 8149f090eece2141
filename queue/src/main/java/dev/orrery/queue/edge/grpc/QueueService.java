package dev.orrery.queue.edge.grpc;

import dev.orrery.queue.broker.Broker;
import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.engine.Delivered;
import dev.orrery.queue.core.engine.NewMessage;
import dev.orrery.queue.core.engine.Sent;
import dev.orrery.queue.v1.AcknowledgeRequest;
import dev.orrery.queue.v1.ConsumeRequest;
import dev.orrery.queue.v1.ConsumeResponse;
import dev.orrery.queue.v1.CreateQueueRequest;
import dev.orrery.queue.v1.CreateQueueResponse;
import dev.orrery.queue.v1.CreateTopicRequest;
import dev.orrery.queue.v1.CreateTopicResponse;
import dev.orrery.queue.v1.DescribeQueueRequest;
import dev.orrery.queue.v1.DescribeQueueResponse;
import dev.orrery.queue.v1.DescribeTopicRequest;
import dev.orrery.queue.v1.DescribeTopicResponse;
import dev.orrery.queue.v1.ExtendLeaseRequest;
import dev.orrery.queue.v1.ListQueuesRequest;
import dev.orrery.queue.v1.ListQueuesResponse;
import dev.orrery.queue.v1.ListTopicsRequest;
import dev.orrery.queue.v1.ListTopicsResponse;
import dev.orrery.queue.v1.NackRequest;
import dev.orrery.queue.v1.PublishRequest;
import dev.orrery.queue.v1.PublishResponse;
import dev.orrery.queue.v1.QueueGrpc;
import dev.orrery.queue.v1.ReceiveRequest;
import dev.orrery.queue.v1.ReceiveResponse;
import dev.orrery.queue.v1.SendRequest;
import dev.orrery.queue.v1.SendResponse;
import dev.orrery.queue.v1.SettleResponse;
import dev.orrery.queue.v1.SubscribeRequest;
import dev.orrery.queue.v1.SubscribeResponse;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The service `orrery.queue.v1.Queue`. Each method is a check, a call, a translation.
public final class QueueService extends QueueGrpc.QueueImplBase implements AutoCloseable {
  /// Streams open at a time.
  static final int MAXIMUM_STREAMS = 1_000;

  /// Left of a caller's deadline when a long poll gives up, for the empty answer to arrive.
  private static final long DEADLINE_MARGIN_MILLIS = 100;

  private final Broker broker;
  private final SettingsLimits limits;
  private final Duration streamMaximumAge;
  private final Semaphore streamPlaces = new Semaphore(MAXIMUM_STREAMS);
  private final Set<ConsumeStream> streams = ConcurrentHashMap.newKeySet();
  private final Set<LongPoll> polls = ConcurrentHashMap.newKeySet();

  public QueueService(Broker broker, SettingsLimits limits, Duration streamMaximumAge) {
    this.broker = broker;
    this.limits = limits;
    this.streamMaximumAge = streamMaximumAge;
  }

  /// Answers everything that waits, so that the server can drain.
  @Override
  public void close() {
    polls.forEach(LongPoll::stop);
    streams.forEach(
        it -> it.end(RpcException.unavailable("QUEUE_STOPPED", "the queue is stopping")));
  }

  @Override
  public void createQueue(
      CreateQueueRequest request, StreamObserver<CreateQueueResponse> observer) {
    answer(
        observer,
        () -> {
          String name = Requests.name("queue", request.getQueue());
          QueueSettings settings = Requests.settings(request.getSettings(), limits);
          boolean existed =
              broker.change(
                  (engine, now, durable) -> engine.registry().create(name, settings, durable));
          return CreateQueueResponse.newBuilder()
              .setExisted(existed)
              .setSettings(Responses.settings(settings))
              .build();
        });
  }

  @Override
  public void describeQueue(
      DescribeQueueRequest request, StreamObserver<DescribeQueueResponse> observer) {
    answer(
        observer,
        () -> {
          String name = request.getQueue();
          return Responses.description(
              broker.read((engine, now) -> engine.registry().describe(name)),
              broker.consumersOf(name));
        });
  }

  @Override
  public void listQueues(ListQueuesRequest request, StreamObserver<ListQueuesResponse> observer) {
    answer(
        observer,
        () ->
            ListQueuesResponse.newBuilder()
                .addAllQueues(broker.read((engine, now) -> engine.registry().queueNames()))
                .build());
  }

  @Override
  public void createTopic(
      CreateTopicRequest request, StreamObserver<CreateTopicResponse> observer) {
    answer(
        observer,
        () -> {
          String topic = Requests.name("topic", request.getTopic());
          boolean existed =
              broker.change(
                  (engine, now, durable) -> engine.registry().createTopic(topic, durable));
          return CreateTopicResponse.newBuilder().setExisted(existed).build();
        });
  }

  @Override
  public void describeTopic(
      DescribeTopicRequest request, StreamObserver<DescribeTopicResponse> observer) {
    answer(
        observer,
        () -> {
          String topic = request.getTopic();
          return DescribeTopicResponse.newBuilder()
              .setTopic(topic)
              .addAllQueues(broker.read((engine, now) -> engine.registry().subscriberNames(topic)))
              .build();
        });
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> observer) {
    answer(
        observer,
        () ->
            ListTopicsResponse.newBuilder()
                .addAllTopics(broker.read((engine, now) -> engine.registry().topicNames()))
                .build());
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
    answer(
        observer,
        () -> {
          boolean existed =
              broker.change((engine, now, durable) ->
                  engine.registry().subscribe(request.getTopic(), request.getQueue(), durable));
          return SubscribeResponse.newBuilder().setExisted(existed).build();
        });
  }

  @Override
  public void send(SendRequest request, StreamObserver<SendResponse> observer) {
    answer(
        observer,
        () -> {
          List<NewMessage> messages =
              Requests.messages(request.getMessagesList(), broker.nowMillis());
          List<Sent> sent =
              broker.change((engine, now, durable) ->
                  engine.send(request.getQueue(), messages, now, durable));
          SendResponse.Builder response = SendResponse.newBuilder();
          sent.forEach(it ->
              response.addSent(
                  SendResponse.Sent.newBuilder()
                      .setMessageId(it.id())
                      .setDuplicate(it.duplicate())));
          return response.build();
        });
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<PublishResponse> observer) {
    answer(
        observer,
        () -> {
          List<NewMessage> messages =
              Requests.messages(request.getMessagesList(), broker.nowMillis());
          int queues =
              broker.change((engine, now, durable) ->
                  engine.publish(request.getTopic(), messages, now, durable));
          return PublishResponse.newBuilder().setQueues(queues).build();
        });
  }

  @Override
  public void receive(ReceiveRequest request, StreamObserver<ReceiveResponse> observer) {
    answer(
        observer,
        () -> {
          int maximum =
              Requests.count(
                  "maximum_messages",
                  request.getMaximumMessages(),
                  1,
                  Requests.MAXIMUM_BATCH_MESSAGES);
          long wait =
              Requests.count(
                  "max_wait_millis", request.getMaxWaitMillis(), 0, Requests.MAXIMUM_WAIT_MILLIS);
          Deadline deadline = Context.current().getDeadline();
          if (deadline != null) {
            long left = deadline.timeRemaining(TimeUnit.MILLISECONDS) - DEADLINE_MARGIN_MILLIS;
            wait = Math.min(wait, left);
          }
          long lease = leaseMillis(request.getQueue(), request.getLeaseMillis());
          LongPoll poll = new LongPoll(broker, request.getQueue(), lease);
          polls.add(poll);
          try {
            ReceiveResponse.Builder response = ReceiveResponse.newBuilder();
            for (Delivered each : poll.receive(maximum, Requests.MAXIMUM_BATCH_BYTES, wait)) {
              response.addDeliveries(Responses.delivery(each, lease));
            }
            return response.build();
          } finally {
            polls.remove(poll);
          }
        });
  }

  private long leaseMillis(String queue, int asked) {
    long own = broker.read((engine, now) -> engine.registry().settings(queue)).leaseMillis();
    return Requests.waitMillis("lease_millis", asked, own);
  }

  @Override
  public void acknowledge(AcknowledgeRequest request, StreamObserver<SettleResponse> observer) {
    String queue = request.getQueue();
    settle(
        observer,
        queue,
        request.getReceiptsList(),
        (engine, now, id, token) -> engine.acknowledge(queue, id, token, now));
  }

  @Override
  public void nack(NackRequest request, StreamObserver<SettleResponse> observer) {
    String queue = request.getQueue();
    try {
      OptionalLong delay =
          Requests.delay("delay_millis", request.hasDelayMillis(), request.getDelayMillis());
      settle(
          observer,
          queue,
          request.getReceiptsList(),
          (engine, now, id, token) -> engine.giveBack(queue, id, token, delay, now));
    } catch (RpcException refused) {
      Unary.fail(observer, refused);
    }
  }

  @Override
  public void extendLease(ExtendLeaseRequest request, StreamObserver<SettleResponse> observer) {
    String queue = request.getQueue();
    try {
      long lease = leaseMillis(queue, request.getLeaseMillis());
      settle(
          observer,
          queue,
          request.getReceiptsList(),
          (engine, now, id, token) -> engine.extend(queue, id, token, lease, now));
    } catch (RuntimeException refused) {
      Unary.fail(observer, Refusals.of(refused));
    }
  }

  private void settle(
      StreamObserver<SettleResponse> observer,
      String queue,
      List<String> receipts,
      Settling.Action action) {
    answer(
        observer,
        () -> {
          var known = broker.read((engine, now) -> engine.registry().settings(queue));
          return SettleResponse.newBuilder()
              .addAllStale(Settling.settle(broker, Requests.receipts(receipts), action))
              .build();
        });
  }

  @Override
  public StreamObserver<ConsumeRequest> consume(StreamObserver<ConsumeResponse> observer) {
    ServerCallStreamObserver<ConsumeResponse> call =
        (ServerCallStreamObserver<ConsumeResponse>) observer;
    boolean placed = streamPlaces.tryAcquire();
    StreamEnd end = new StreamEnd(placed);
    ConsumeStream stream = new ConsumeStream(broker, call, streamMaximumAge, end);
    end.stream = stream;
    streams.add(stream);
    if (!placed) {
      stream.end(
          RpcException.resourceExhausted(
              "TOO_MANY_STREAMS", "there are " + MAXIMUM_STREAMS + " streams already"));
    }
    return stream;
  }

  /// Gives a stream's place back.
  private final class StreamEnd implements Runnable {
    private final boolean placed;
    private @Nullable ConsumeStream stream;

    StreamEnd(boolean placed) {
      this.placed = placed;
    }

    @Override
    public void run() {
      if (stream != null) {
        streams.remove(stream);
      }
      if (placed) {
        streamPlaces.release();
      }
    }
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
