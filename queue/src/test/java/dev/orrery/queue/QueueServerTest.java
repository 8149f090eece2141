package dev.orrery.queue;

import static dev.orrery.queue.Client.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.queue.v1.AcknowledgeRequest;
import dev.orrery.queue.v1.CreateQueueRequest;
import dev.orrery.queue.v1.CreateTopicRequest;
import dev.orrery.queue.v1.DeleteQueueRequest;
import dev.orrery.queue.v1.DeleteTopicRequest;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.DescribeTopicRequest;
import dev.orrery.queue.v1.ExtendLeaseRequest;
import dev.orrery.queue.v1.ListQueuesRequest;
import dev.orrery.queue.v1.ListTopicsRequest;
import dev.orrery.queue.v1.Message;
import dev.orrery.queue.v1.NackRequest;
import dev.orrery.queue.v1.PublishRequest;
import dev.orrery.queue.v1.PurgeQueueRequest;
import dev.orrery.queue.v1.QueueAdminGrpc;
import dev.orrery.queue.v1.QueueSettings;
import dev.orrery.queue.v1.RedriveDeadLettersRequest;
import dev.orrery.queue.v1.SubscribeRequest;
import dev.orrery.queue.v1.UnsubscribeRequest;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queue over a real socket.
class QueueServerTest {
  private static final int PATIENCE_MILLIS = 15_000;

  @TempDir private Path directory;

  private ComponentContext context;
  private QueueServer server;
  private Client client;
  private QueueAdminGrpc.QueueAdminBlockingStub admin;

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("queue", directory);
    server = new QueueServer(QueueConfig.defaults(), context);
    server.start();
    String target = "127.0.0.1:" + server.endpoints().getFirst().port();
    client = new Client(context.channels().channel(target));
    admin = QueueAdminGrpc.newBlockingStub(context.channels().operatorChannel(target));
  }

  @AfterEach
  void stop() {
    server.close();
    context.close();
  }

  private void restart(boolean killed) throws Exception {
    if (killed) {
      server.kill();
    }
    stop();
    start();
  }

  @Test
  void whatIsSentIsReceivedAfterAKillTooAndAcknowledgedMessagesAreGone() throws Exception {
    client.create("work");
    assertThat(client.send("work", "a", "b", "c").getSentCount()).isEqualTo(3);
    List<Delivery> first = client.receive("work", 1);
    assertThat(bodies(first)).containsExactly("a");
    assertThat(client.acknowledge("work", first)).isEmpty();
    restart(true);
    List<Delivery> rest = client.receive("work", 10);
    assertThat(bodies(rest)).containsExactly("b", "c");
    assertThat(client.acknowledge("work", rest)).isEmpty();
    restart(false);
    assertThat(client.receive("work", 10)).isEmpty();
    assertThat(client.send("work", "d").getSent(0).getMessageId()).isEqualTo(4);
  }

  @Test
  void aLeaseSurvivesAKillOfTheBrokerAndSoDoesTheCount() throws Exception {
    client.create("work");
    client.send("work", "a", "b");
    List<Delivery> held = client.receive("work", 1);
    List<Delivery> failed = client.receive("work", 1);
    assertThat(client.nack("work", failed.getFirst())).isEmpty();
    restart(true);
    List<Delivery> again = client.receive("work", 10);
    assertThat(bodies(again)).containsExactly("b");
    assertThat(again.getFirst().getDeliveryCount()).isEqualTo(2);
    assertThat(client.acknowledge("work", held)).isEmpty();
    assertThat(client.nack("work", failed.getFirst())).hasSize(1);
  }

  @Test
  void headersAndTimesComeBackAsTheyWereSent() {
    client.create("work");
    Message sent =
        Client.message("body").toBuilder()
            .putHeaders("traceparent", ByteString.copyFromUtf8("00-1-2-01"))
            .build();
    long before = System.currentTimeMillis();
    client.send("work", sent);
    Delivery got = client.receive("work", 1, 1_234, 0).getFirst();
    assertThat(got.getHeadersMap()).isEqualTo(sent.getHeadersMap());
    assertThat(got.getBody()).isEqualTo(sent.getBody());
    assertThat(got.getSentAtMillis()).isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
    assertThat(got.getLeaseMillis()).isEqualTo(1_234);
  }

  @Test
  void aLongPollWakesWhenSomethingIsSentAndAnswersEmptyInTime() throws Exception {
    client.create("work");
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Delivery>> poll =
          pool.submit(() -> client.receive("work", 10, 60_000, PATIENCE_MILLIS));
      client.send("work", "a");
      assertThat(bodies(poll.get(10, TimeUnit.SECONDS))).containsExactly("a");
    }
    long before = System.nanoTime();
    assertThat(client.receive("work", 1, 60_000, 50)).isEmpty();
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
    assertThat(client.describe("work").getConsumers()).isZero();
  }

  @Test
  void anEndedLeaseBringsTheMessageAgainAndTheLateOneIsRefused() {
    client.create("work");
    client.send("work", "a");
    List<Delivery> late = client.receive("work", 1, 50, 0);
    List<Delivery> again = client.receive("work", 1, 60_000, PATIENCE_MILLIS);
    assertThat(bodies(again)).containsExactly("a");
    assertThat(again.getFirst().getDeliveryCount()).isEqualTo(2);
    assertThat(client.acknowledge("work", late)).hasSize(1);
    assertThat(client.acknowledge("work", again)).isEmpty();
  }

  @Test
  void anExtendedLeaseHolds() {
    client.create("work");
    client.send("work", "a");
    List<Delivery> held = client.receive("work", 1, 100, 0);
    assertThat(
            client
                .stub()
                .extendLease(
                    ExtendLeaseRequest.newBuilder()
                        .setQueue("work")
                        .addReceipts(held.getFirst().getReceipt())
                        .setLeaseMillis(60_000)
                        .build())
                .getStaleList())
        .isEmpty();
    assertThat(client.receive("work", 1, 60_000, 300)).isEmpty();
    assertThat(client.acknowledge("work", held)).isEmpty();
  }

  @Test
  void aDelayedMessageWaitsThroughARestart() throws Exception {
    client.create("work");
    client.send("work", Client.message("later").toBuilder().setDelayMillis(1_500).build());
    long sent = System.nanoTime();
    client.send("work", "now");
    restart(true);
    assertThat(bodies(client.receive("work", 10))).containsExactly("now");
    assertThat(client.describe("work").getDelayed()).isEqualTo(1);
    assertThat(bodies(client.receive("work", 10, 60_000, PATIENCE_MILLIS)))
        .containsExactly("later");
    assertThat(System.nanoTime() - sent).isGreaterThanOrEqualTo(1_400_000_000L);
  }

  @Test
  void aDuplicateIsKnownThroughAKillAlsoWhenTheFirstIsLongDone() throws Exception {
    client.create("work");
    Message once = Client.message("a").toBuilder().setDeduplicationId("id").build();
    long id = client.send("work", once).getSent(0).getMessageId();
    assertThat(client.acknowledge("work", client.receive("work", 1))).isEmpty();
    restart(true);
    var again = client.send("work", once).getSent(0);
    assertThat(again.getDuplicate()).isTrue();
    assertThat(again.getMessageId()).isEqualTo(id);
    assertThat(client.receive("work", 1)).isEmpty();
  }

  @Test
  void aPoisonedMessageIsBuriedSeenAndRedriven() throws Exception {
    client.create("dead");
    client.create(
        "work",
        QueueSettings.newBuilder().setMaximumDeliveries(2).setDeadLetterQueue("dead").build());
    client.send("work", "poison");
    client.nack("work", client.receive("work", 1).getFirst());
    restart(true);
    // it comes back when the pause of the retry policy is over
    client.nack("work", client.receive("work", 1, 60_000, PATIENCE_MILLIS).getFirst());
    Delivery letter = client.receive("dead", 1, 60_000, PATIENCE_MILLIS).getFirst();
    assertThat(letter.getDeadLetter().getQueue()).isEqualTo("work");
    assertThat(letter.getDeadLetter().getDeliveries()).isEqualTo(2);
    assertThat(client.nack("dead", letter)).isEmpty();
    assertThat(
            admin
                .redriveDeadLetters(RedriveDeadLettersRequest.newBuilder().setQueue("dead").build())
                .getMoved())
        .isEqualTo(1);
    Delivery back = client.receive("work", 1, 60_000, PATIENCE_MILLIS).getFirst();
    assertThat(back.getDeliveryCount()).isEqualTo(1);
    assertStatus(
        Status.Code.FAILED_PRECONDITION,
        "QUEUE_IN_USE",
        () -> admin.deleteQueue(DeleteQueueRequest.newBuilder().setQueue("dead").build()));
  }

  @Test
  void aTopicReachesEachOfItsQueuesThroughRestarts() throws Exception {
    List.of("one", "two").forEach(client::create);
    topic("news", "one", "two");
    restart(false);
    assertThat(publish("news", "a")).isEqualTo(2);
    restart(true);
    assertThat(bodies(client.receive("one", 10))).containsExactly("a");
    assertThat(bodies(client.receive("two", 10))).containsExactly("a");
    assertThat(client.describe("one").getTopicsList()).containsExactly("news");
    assertThat(
            admin
                .unsubscribe(
                    UnsubscribeRequest.newBuilder().setTopic("news").setQueue("one").build())
                .getExisted())
        .isTrue();
    assertThat(publish("news", "b")).isEqualTo(1);
    assertThat(
            admin
                .deleteQueue(DeleteQueueRequest.newBuilder().setQueue("two").build())
                .getMessages())
        .isEqualTo(2);
    assertThat(publish("news", "c")).isZero();
    restart(true);
    assertThat(
            client
                .stub()
                .describeTopic(DescribeTopicRequest.newBuilder().setTopic("news").build())
                .getQueuesList())
        .isEmpty();
    assertThat(client.stub().listQueues(ListQueuesRequest.getDefaultInstance()).getQueuesList())
        .containsExactly("one");
    var deleted = admin.deleteTopic(DeleteTopicRequest.newBuilder().setTopic("news").build());
    assertThat(client.stub().listTopics(ListTopicsRequest.getDefaultInstance()).getTopicsList())
        .isEmpty();
  }

  @Test
  void aFullQueueRefusesAndNamesItsBound() {
    client.create("small", QueueSettings.newBuilder().setMaximumMessages(2).build());
    client.send("small", "a");
    assertThatThrownBy(() -> client.send("small", "b", "c"))
        .satisfies(it -> {
          StatusRuntimeException refused = (StatusRuntimeException) it;
          assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
          assertThat(RpcException.reasonOf(refused)).hasValue("QUEUE_FULL");
          assertThat(RpcException.metadataOf(refused))
              .containsEntry("queue", "small")
              .containsEntry("bound", "messages")
              .containsEntry("limit", "2");
        });
    client.create("light", QueueSettings.newBuilder().setMaximumBytes(1_000).build());
    client.send("light", "x".repeat(800));
    assertStatus(
        Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", () -> client.send("light", "x".repeat(80)));
    topic("news", "small", "light");
    assertStatus(Status.Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", () -> publish("news", "more"));
    assertThat(client.describe("small").getReady()).isEqualTo(1);
    assertThat(
            admin
                .purgeQueue(PurgeQueueRequest.newBuilder().setQueue("light").build())
                .getMessages())
        .isEqualTo(1);
    assertThat(publish("news", "fits")).isEqualTo(2);
  }

  @Test
  void wrongRequestsGetCanonicalAnswers() {
    client.create("work");
    Status.Code invalid = Status.Code.INVALID_ARGUMENT;
    Status.Code missing = Status.Code.NOT_FOUND;
    assertStatus(missing, "QUEUE_NOT_FOUND", () -> client.send("nowhere", "a"));
    assertStatus(missing, "QUEUE_NOT_FOUND", () -> client.receive("nowhere", 1));
    assertStatus(missing, "QUEUE_NOT_FOUND", () -> client.describe("nowhere"));
    assertStatus(missing, "TOPIC_NOT_FOUND", () -> publish("nowhere", "a"));
    assertStatus(missing, "QUEUE_NOT_FOUND", () -> topic("news", "nowhere"));
    assertStatus(invalid, "INVALID_FIELD", () -> client.create("no/slash"));
    assertStatus(invalid, "INVALID_FIELD", () -> client.create(""));
    assertStatus(invalid, "INVALID_FIELD", () -> client.send("work"));
    assertStatus(invalid, "INVALID_FIELD", () -> client.send("work", "x".repeat((1 << 20) + 1)));
    assertStatus(invalid, "INVALID_FIELD", () -> client.receive("work", 101));
    assertStatus(
        invalid,
        "INVALID_FIELD",
        () -> client.send("work", Client.message("a").toBuilder().setDelayMillis(-1).build()));
    assertStatus(
        invalid,
        "INVALID_FIELD",
        () -> client.create("half", QueueSettings.newBuilder().setMaximumDeliveries(3).build()));
    assertStatus(
        missing,
        "QUEUE_NOT_FOUND",
        () ->
            client.create(
                "orphan",
                QueueSettings.newBuilder()
                    .setMaximumDeliveries(3)
                    .setDeadLetterQueue("nowhere")
                    .build()));
    assertStatus(
        Status.Code.ALREADY_EXISTS,
        "QUEUE_EXISTS",
        () -> client.create("work", QueueSettings.newBuilder().setMaximumMessages(7).build()));
    assertThat(
            client
                .stub()
                .createQueue(CreateQueueRequest.newBuilder().setQueue("work").build())
                .getExisted())
        .isTrue();
    assertStatus(
        invalid,
        "INVALID_FIELD",
        () ->
            client
                .stub()
                .nack(NackRequest.newBuilder().setQueue("work").setDelayMillis(1).build()));
    assertThat(
            client
                .stub()
                .acknowledge(
                    AcknowledgeRequest.newBuilder()
                        .setQueue("work")
                        .addAllReceipts(List.of("nonsense", "", "1-1", "zz-zz"))
                        .build())
                .getStaleCount())
        .isEqualTo(4);
  }

  @Test
  void whatOperatorsMayDoOthersMayNot() {
    client.create("work");
    String target = "127.0.0.1:" + server.endpoints().getFirst().port();
    var open = QueueAdminGrpc.newBlockingStub(context.channels().channel(target));
    assertStatus(
        Status.Code.UNAUTHENTICATED,
        "CREDENTIAL_REQUIRED",
        () -> open.purgeQueue(PurgeQueueRequest.newBuilder().setQueue("work").build()));
  }

  @Test
  void aClosedOneSaysSo() {
    assertThat(server.health().state()).isEqualTo(Health.State.HEALTHY);
    server.close();
    assertThat(server.health().state()).isEqualTo(Health.State.DOWN);
  }

  private void topic(String topic, String... queues) {
    var created =
        client.stub().createTopic(CreateTopicRequest.newBuilder().setTopic(topic).build());
    for (String queue : queues) {
      var subscribed =
          client
              .stub()
              .subscribe(SubscribeRequest.newBuilder().setTopic(topic).setQueue(queue).build());
    }
  }

  private int publish(String topic, String body) {
    return client
        .stub()
        .publish(
            PublishRequest.newBuilder().setTopic(topic).addMessages(Client.message(body)).build())
        .getQueues();
  }

  private static void assertStatus(Status.Code code, String reason, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StatusRuntimeException.class)
        .satisfies(it -> {
          StatusRuntimeException refused = (StatusRuntimeException) it;
          assertThat(refused.getStatus().getCode()).isEqualTo(code);
          assertThat(RpcException.reasonOf(refused)).hasValue(reason);
        });
  }
}
