package dev.orrery.queue.lab.component;

import static dev.orrery.queue.lab.component.Laws.bodies;
import static dev.orrery.queue.lab.component.Laws.check;

import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.DescribeQueueRequest;
import dev.orrery.queue.v1.Message;
import dev.orrery.queue.v1.QueueSettings;
import dev.orrery.queue.v1.SendRequest;
import dev.orrery.queue.v1.SendResponse;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The contract of a whole queue, whatever it is written in: `./orrery check queue --target
/// grpc://HOST:PORT`. It uses what anybody may call, and leaves its queues behind.
public final class QueueComponentContract implements ComponentContract {
  private static final int ALL = 100;
  private static final int SHORT_LEASE_MILLIS = 30;
  private static final int PATIENCE_MILLIS = 10_000;

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public int tries() {
    return 12;
  }

  @Override
  public Contract<Channel> contract() {
    Arbitrary<List<String>> some =
        Arbitraries.strings().alpha().ofMaxLength(6).list().ofMinSize(1).ofMaxSize(6);
    return Contract.of(
        Contract.ANY,
        Law.of(
            "what is sent is received in order, and gone once acknowledged",
            some,
            it -> "send " + it,
            QueueComponentContract::deliversInOrder),
        Law.of(
            "what is given back comes again at its place, counted, under another receipt",
            Arbitraries.integers().between(0, 3),
            it -> "receive four, give back number " + it,
            QueueComponentContract::comesBack),
        Law.of(
            "an ended lease settles nothing, and its message comes again",
            Arbitraries.integers().between(1, 3),
            it -> "receive " + it + " and let the leases end",
            QueueComponentContract::leasesEnd),
        Law.of(
            "after the last delivery allowed a message is a dead letter that says whence it comes",
            Arbitraries.integers().between(1, 3),
            it -> "at most " + it + " deliveries",
            QueueComponentContract::buriesTheDead),
        Law.of(
            "every subscribed queue gets one copy, also of what is published twice under one id",
            some,
            it -> "publish " + it + " to two queues, twice",
            QueueComponentContract::fansOut),
        Law.of(
            "a queue at its bound takes all of a batch or nothing of it",
            Arbitraries.integers().between(1, 4),
            it -> "at most " + it + " messages",
            QueueComponentContract::isBounded),
        Law.of(
            "a stream has at most its prefetch unsettled, and what it leaves goes back",
            Arbitraries.integers().between(1, 3),
            it -> "prefetch " + it,
            StreamLaw::holds),
        Law.of(
            "what does not exist is NOT_FOUND",
            Arbitraries.just("nothing"),
            it -> it,
            (channel, it) ->
                refused(
                    Status.Code.NOT_FOUND,
                    () ->
                        new QueueClient(channel)
                            .stub()
                            .describeQueue(
                                DescribeQueueRequest.newBuilder()
                                    .setQueue(QueueClient.freshName())
                                    .build()))));
  }

  private static void deliversInOrder(Channel channel, List<String> sent) {
    QueueClient client = new QueueClient(channel);
    String queue = client.freshQueue();
    SendResponse response = client.send(queue, sent);
    check(response.getSentCount() == sent.size(), "answers " + response.getSentCount() + " ids");
    List<Delivery> received = new ArrayList<>();
    while (received.size() < sent.size()) {
      List<Delivery> more = client.receive(queue, ALL);
      check(!more.isEmpty(), "received only " + bodies(received) + " of " + sent);
      received.addAll(more);
    }
    check(bodies(received).equals(sent), "received " + bodies(received) + ", not " + sent);
    for (int i = 0; i < sent.size(); i++) {
      Delivery each = received.get(i);
      check(
          each.getMessageId() == response.getSent(i).getMessageId(),
          "message " + i + " has id " + each.getMessageId() + " now");
      check(each.getDeliveryCount() == 1, "a first delivery has count " + each.getDeliveryCount());
      check(client.acknowledge(queue, each).isEmpty(), "a lease that holds is called stale");
      check(!client.acknowledge(queue, each).isEmpty(), "a receipt is good for two settlements");
    }
    var left = client.describe(queue);
    check(
        left.getReady() + left.getLeased() + left.getDelayed() == 0,
        "all acknowledged, yet " + left);
  }

  private static void comesBack(Channel channel, int which) {
    QueueClient client = new QueueClient(channel);
    String queue = client.freshQueue();
    client.send(queue, List.of("a", "b", "c", "d", "e"));
    List<Delivery> four = new ArrayList<>();
    while (four.size() < 4) {
      four.addAll(client.receive(queue, 1));
    }
    Delivery back = four.get(which);
    check(client.nack(queue, back).isEmpty(), "a lease that holds is called stale");
    List<Delivery> next = client.receive(queue, 1);
    check(
        bodies(next).equals(bodies(List.of(back))),
        bodies(List.of(back)) + " was given back, then came " + bodies(next));
    Delivery again = next.getFirst();
    check(
        again.getDeliveryCount() == 2, "the second delivery has count " + again.getDeliveryCount());
    check(!client.acknowledge(queue, back).isEmpty(), "the old receipt settles the new delivery");
    check(client.acknowledge(queue, again).isEmpty(), "the new receipt is called stale");
    check(bodies(client.receive(queue, 1)).equals(List.of("e")), "then e should come");
  }

  private static void leasesEnd(Channel channel, int count) {
    QueueClient client = new QueueClient(channel);
    String queue = client.freshQueue();
    client.send(queue, List.of("a", "b", "c").subList(0, count));
    List<Delivery> first = client.receive(queue, count, SHORT_LEASE_MILLIS, 0);
    List<Delivery> again = new ArrayList<>();
    while (again.size() < first.size()) {
      List<Delivery> more = client.receive(queue, ALL, QueueClient.LEASE_MILLIS, PATIENCE_MILLIS);
      check(!more.isEmpty(), "the leases of " + bodies(first) + " never end");
      again.addAll(more);
    }
    check(again.getFirst().getDeliveryCount() == 2, "an ended lease was not counted");
    for (Delivery late : first) {
      check(!client.acknowledge(queue, late).isEmpty(), "a receipt outlives its lease");
    }
    for (Delivery each : again) {
      check(client.acknowledge(queue, each).isEmpty(), "the late one took the message away");
    }
  }

  private static void buriesTheDead(Channel channel, int deliveries) {
    QueueClient client = new QueueClient(channel);
    String dead = client.freshQueue();
    String queue =
        client.freshQueue(
            QueueSettings.newBuilder()
                .setMaximumDeliveries(deliveries)
                .setDeadLetterQueue(dead)
                .build());
    client.send(queue, List.of("poison", "good"));
    for (int i = 1; i <= deliveries; i++) {
      List<Delivery> next = client.receive(queue, 1);
      check(bodies(next).equals(List.of("poison")), "delivery " + i + " is " + bodies(next));
      client.nack(queue, next.getFirst());
    }
    check(bodies(client.receive(queue, 1)).equals(List.of("good")), "the dead is delivered again");
    List<Delivery> letters = client.receive(dead, ALL, QueueClient.LEASE_MILLIS, PATIENCE_MILLIS);
    check(bodies(letters).equals(List.of("poison")), "the dead letters are " + bodies(letters));
    var origin = letters.getFirst().getDeadLetter();
    check(
        origin.getQueue().equals(queue) && origin.getDeliveries() == deliveries,
        "the dead letter says it comes from " + origin);
  }

  private static void fansOut(Channel channel, List<String> sent) {
    QueueClient client = new QueueClient(channel);
    List<String> queues = List.of(client.freshQueue(), client.freshQueue());
    String topic = client.freshTopic(queues);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < sent.size(); i++) {
        Message message =
            QueueClient.message(sent.get(i)).toBuilder().setDeduplicationId("id-" + i).build();
        int reached = client.publish(topic, message);
        check(reached == 2, "reached " + reached + " queues of 2");
      }
    }
    for (String queue : queues) {
      check(
          bodies(client.receive(queue, ALL)).equals(sent), "a subscriber did not get just " + sent);
    }
    Message first = QueueClient.message("other").toBuilder().setDeduplicationId("id-0").build();
    SendResponse again =
        client
            .stub()
            .send(SendRequest.newBuilder().setQueue(queues.getFirst()).addMessages(first).build());
    check(again.getSent(0).getDuplicate(), "a known deduplication id is no duplicate");
  }

  private static void isBounded(Channel channel, int bound) {
    QueueClient client = new QueueClient(channel);
    String queue = client.freshQueue(QueueSettings.newBuilder().setMaximumMessages(bound).build());
    List<String> full = List.of("a", "b", "c", "d").subList(0, bound);
    refused(
        Status.Code.RESOURCE_EXHAUSTED,
        () -> client.send(queue, List.of("a", "b", "c", "d", "e").subList(0, bound + 1)));
    check(client.describe(queue).getReady() == 0, "part of a refused batch is there");
    client.send(queue, full);
    refused(Status.Code.RESOURCE_EXHAUSTED, () -> client.send(queue, List.of("more")));
    Delivery one = client.receive(queue, 1).getFirst();
    refused(Status.Code.RESOURCE_EXHAUSTED, () -> client.send(queue, List.of("more")));
    client.acknowledge(queue, one);
    client.send(queue, List.of("fits"));
  }

  private static void refused(Status.Code code, Runnable call) {
    Status.Code got = Status.Code.OK;
    try {
      call.run();
    } catch (StatusRuntimeException refused) {
      got = refused.getStatus().getCode();
    }
    check(got == code, "the answer is " + got + ", not " + code);
  }
}
