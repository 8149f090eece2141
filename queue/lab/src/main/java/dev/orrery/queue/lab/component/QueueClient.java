package dev.orrery.queue.lab.component;

import com.google.protobuf.ByteString;
import dev.orrery.queue.v1.AcknowledgeRequest;
import dev.orrery.queue.v1.CreateQueueRequest;
import dev.orrery.queue.v1.CreateTopicRequest;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.DescribeQueueRequest;
import dev.orrery.queue.v1.DescribeQueueResponse;
import dev.orrery.queue.v1.Message;
import dev.orrery.queue.v1.NackRequest;
import dev.orrery.queue.v1.PublishRequest;
import dev.orrery.queue.v1.QueueGrpc;
import dev.orrery.queue.v1.QueueSettings;
import dev.orrery.queue.v1.ReceiveRequest;
import dev.orrery.queue.v1.SendRequest;
import dev.orrery.queue.v1.SendResponse;
import dev.orrery.queue.v1.SubscribeRequest;
import io.grpc.Channel;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A queue's calls in the words of a law, on names of its own.
final class QueueClient {
  static final int LEASE_MILLIS = 60_000;
  private static final long DEADLINE_SECONDS = 30;

  private final QueueGrpc.QueueBlockingStub queues;

  QueueClient(Channel channel) {
    queues = QueueGrpc.newBlockingStub(channel);
  }

  QueueGrpc.QueueBlockingStub stub() {
    return queues.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  static String freshName() {
    return "contract-" + UUID.randomUUID();
  }

  String freshQueue(QueueSettings settings) {
    String name = freshName();
    var created =
        stub()
            .createQueue(
                CreateQueueRequest.newBuilder().setQueue(name).setSettings(settings).build());
    Laws.check(!created.getExisted(), "a queue of a fresh name existed");
    return name;
  }

  String freshQueue() {
    return freshQueue(QueueSettings.getDefaultInstance());
  }

  String freshTopic(List<String> subscribers) {
    String topic = freshName();
    var created = stub().createTopic(CreateTopicRequest.newBuilder().setTopic(topic).build());
    for (String queue : subscribers) {
      var subscribed =
          stub().subscribe(SubscribeRequest.newBuilder().setTopic(topic).setQueue(queue).build());
    }
    return topic;
  }

  static Message message(String body) {
    return Message.newBuilder().setBody(ByteString.copyFromUtf8(body)).build();
  }

  SendResponse send(String queue, List<String> bodies) {
    SendRequest.Builder request = SendRequest.newBuilder().setQueue(queue);
    bodies.forEach(it -> request.addMessages(message(it)));
    return stub().send(request.build());
  }

  int publish(String topic, Message message) {
    return stub()
        .publish(PublishRequest.newBuilder().setTopic(topic).addMessages(message).build())
        .getQueues();
  }

  List<Delivery> receive(String queue, int maximum) {
    return receive(queue, maximum, LEASE_MILLIS, 0);
  }

  List<Delivery> receive(String queue, int maximum, int leaseMillis, int waitMillis) {
    return stub()
        .receive(
            ReceiveRequest.newBuilder()
                .setQueue(queue)
                .setMaximumMessages(maximum)
                .setLeaseMillis(leaseMillis)
                .setMaxWaitMillis(waitMillis)
                .build())
        .getDeliveriesList();
  }

  /// Returns the stale ones.
  List<String> acknowledge(String queue, Delivery delivery) {
    return stub()
        .acknowledge(
            AcknowledgeRequest.newBuilder()
                .setQueue(queue)
                .addReceipts(delivery.getReceipt())
                .build())
        .getStaleList();
  }

  /// Returns the stale ones.
  List<String> nack(String queue, Delivery delivery) {
    return stub()
        .nack(NackRequest.newBuilder().setQueue(queue).addReceipts(delivery.getReceipt()).build())
        .getStaleList();
  }

  DescribeQueueResponse describe(String queue) {
    return stub().describeQueue(DescribeQueueRequest.newBuilder().setQueue(queue).build());
  }
}
