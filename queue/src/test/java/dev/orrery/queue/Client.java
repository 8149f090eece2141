package dev.orrery.queue;

import com.google.protobuf.ByteString;
import dev.orrery.queue.v1.AcknowledgeRequest;
import dev.orrery.queue.v1.CreateQueueRequest;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.DescribeQueueRequest;
import dev.orrery.queue.v1.DescribeQueueResponse;
import dev.orrery.queue.v1.Message;
import dev.orrery.queue.v1.NackRequest;
import dev.orrery.queue.v1.QueueGrpc;
import dev.orrery.queue.v1.QueueSettings;
import dev.orrery.queue.v1.ReceiveRequest;
import dev.orrery.queue.v1.SendRequest;
import dev.orrery.queue.v1.SendResponse;
import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The calls of a test, short.
final class Client {
  static final int LEASE_MILLIS = 60_000;
  private final QueueGrpc.QueueBlockingStub stub;

  Client(Channel channel) {
    stub = QueueGrpc.newBlockingStub(channel);
  }

  QueueGrpc.QueueBlockingStub stub() {
    return stub.withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  void create(String queue, QueueSettings settings) {
    var created =
        stub()
            .createQueue(
                CreateQueueRequest.newBuilder().setQueue(queue).setSettings(settings).build());
  }

  void create(String queue) {
    create(queue, QueueSettings.getDefaultInstance());
  }

  SendResponse send(String queue, String... bodies) {
    SendRequest.Builder request = SendRequest.newBuilder().setQueue(queue);
    for (String body : bodies) {
      request.addMessages(message(body));
    }
    return stub().send(request.build());
  }

  SendResponse send(String queue, Message message) {
    return stub().send(SendRequest.newBuilder().setQueue(queue).addMessages(message).build());
  }

  static Message message(String body) {
    return Message.newBuilder().setBody(ByteString.copyFromUtf8(body)).build();
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
  List<String> acknowledge(String queue, List<Delivery> deliveries) {
    AcknowledgeRequest.Builder request = AcknowledgeRequest.newBuilder().setQueue(queue);
    deliveries.forEach(it -> request.addReceipts(it.getReceipt()));
    return stub().acknowledge(request.build()).getStaleList();
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

  static List<String> bodies(List<Delivery> deliveries) {
    return deliveries.stream().map(it -> it.getBody().toStringUtf8()).toList();
  }
}
