package dev.orrery.queue.lab.component;

import static dev.orrery.queue.lab.component.Laws.check;

import dev.orrery.queue.v1.ConsumeRequest;
import dev.orrery.queue.v1.ConsumeResponse;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.QueueGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A consumer's stream: never more than its prefetch unsettled, and what it leaves behind goes
/// back.
final class StreamLaw {
  private static final long PATIENCE_SECONDS = 10;

  private StreamLaw() {}

  /// Collects what a stream delivers.
  private static final class Inbox implements StreamObserver<ConsumeResponse> {
    final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    @Override
    public void onNext(ConsumeResponse response) {
      deliveries.addAll(response.getDeliveriesList());
    }

    @Override
    public void onError(Throwable ended) {}

    @Override
    public void onCompleted() {}

    Delivery next() throws InterruptedException {
      Delivery next = deliveries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
      }
      return next;
    }
  }

  /// @param prefetch 1 to 3
  static void holds(Channel channel, int prefetch) throws InterruptedException {
    QueueClient client = new QueueClient(channel);
    String queue = client.freshQueue();
    client.send(queue, List.of("a", "b", "c", "d", "e"));
    Inbox inbox = new Inbox();
    StreamObserver<ConsumeRequest> stream = QueueGrpc.newStub(channel).consume(inbox);
    stream.onNext(
        ConsumeRequest.newBuilder()
            .setOpen(
                ConsumeRequest.Open.newBuilder()
                    .setQueue(queue)
                    .setPrefetch(prefetch)
                    .setLeaseMillis(QueueClient.LEASE_MILLIS))
            .build());
    List<Delivery> held = new ArrayList<>();
    for (int i = 0; i < prefetch; i++) {
      held.add(inbox.next());
    }
    long leased = client.describe(queue).getLeased();
    check(leased == prefetch, leased + " messages are leased with a prefetch of " + prefetch);
    stream.onNext(
        ConsumeRequest.newBuilder()
            .setSettle(
                ConsumeRequest.Settle.newBuilder().addAcknowledge(held.removeFirst().getReceipt()))
            .build());
    held.add(inbox.next());
    check(inbox.deliveries.isEmpty(), "more than the prefetch was delivered");
    check(
        Laws.bodies(held).equals(List.of("b", "c", "d", "e").subList(0, prefetch)),
        "one was acknowledged, and then held were " + Laws.bodies(held));
    stream.onCompleted();
    int wait = (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
    List<String> again = new ArrayList<>();
    while (again.size() < 4) {
      List<Delivery> next = client.receive(queue, 1, QueueClient.LEASE_MILLIS, wait);
      check(!next.isEmpty(), "after the stream's end only " + again + " came");
      boolean seen =
          again.size() < prefetch && Laws.bodies(held).contains(Laws.bodies(next).getFirst());
      check(
          !seen || next.getFirst().getDeliveryCount() == 2,
          "what the stream had comes back with count " + next.getFirst().getDeliveryCount());
      again.addAll(Laws.bodies(next));
    }
    check(again.stream().sorted().toList().equals(List.of("b", "c", "d", "e")), "came: " + again);
  }
}
