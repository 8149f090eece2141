package dev.orrery.queue.edge.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.queue.broker.Receipt;
import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.engine.Delivered;
import dev.orrery.queue.core.engine.QueueView;
import dev.orrery.queue.v1.DeadLetter;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.DescribeQueueResponse;

/// What the broker says, in the contract's words.
final class Responses {
  private Responses() {}

  static Delivery delivery(Delivered delivered, long leaseMillis) {
    Delivery.Builder delivery =
        Delivery.newBuilder()
            .setReceipt(new Receipt(delivered.lease().id(), delivered.lease().token()).text())
            .setMessageId(delivered.lease().id())
            .setDeliveryCount(delivered.lease().deliveries())
            .setBody(bytes(delivered.message().body()))
            .setSentAtMillis(delivered.message().sentAtMillis())
            .setLeaseMillis((int) leaseMillis);
    delivered.message().headers().forEach((name, value) -> delivery.putHeaders(name, bytes(value)));
    delivered
        .message()
        .origin()
        .ifPresent(origin ->
            delivery.setDeadLetter(
                DeadLetter.newBuilder()
                    .setQueue(origin.queue())
                    .setMessageId(origin.id())
                    .setDeliveries(origin.deliveries())));
    return delivery.build();
  }

  /// Without a copy: a stored message never changes.
  private static ByteString bytes(java.nio.ByteBuffer buffer) {
    return UnsafeByteOperations.unsafeWrap(buffer.duplicate());
  }

  static dev.orrery.queue.v1.QueueSettings settings(QueueSettings settings) {
    return dev.orrery.queue.v1.QueueSettings.newBuilder()
        .setMaximumMessages(settings.maximumMessages())
        .setMaximumBytes(settings.maximumBytes())
        .setLeaseMillis((int) settings.leaseMillis())
        .setMaximumDeliveries(settings.maximumDeliveries())
        .setDeadLetterQueue(settings.deadLetterQueue())
        .setRetryBaseMillis((int) settings.retryBaseMillis())
        .setRetryMaximumMillis((int) settings.retryMaximumMillis())
        .build();
  }

  static DescribeQueueResponse description(QueueView view, int consumers) {
    return DescribeQueueResponse.newBuilder()
        .setQueue(view.name())
        .setSettings(settings(view.settings()))
        .setReady(view.counts().ready())
        .setLeased(view.counts().leased())
        .setDelayed(view.counts().delayed())
        .setDead(view.counts().dead())
        .setBytes(view.bytes())
        .setConsumers(consumers)
        .addAllTopics(view.topics())
        .build();
  }
}
