package dev.orrery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orrery.queue.v1.ConsumeRequest;
import dev.orrery.queue.v1.DeleteQueueRequest;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.Message;
import dev.orrery.queue.v1.QueueAdminGrpc;
import dev.orrery.queue.v1.QueueSettings;
import dev.orrery.queue.v1.SendRequest;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.testkit.wait.Await;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Competing workers on streams.
class WorkersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MESSAGES = 10_000;
  private static final int BATCH = 100;
  private static final int PREFETCH = 20;
  private static final int LIMIT = 5;
  private static final int POISONED = 4_321;
  private static final int KILLED_AFTER = 500;
  private static final long SLOW_NANOS = 2_000_000;

  @TempDir private Path directory;

  private ComponentContext context;
  private QueueServer server;
  private Channel channel;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("queue", directory);
    server = new QueueServer(QueueConfig.defaults(), context);
    server.start();
    channel = context.channels().channel("127.0.0.1:" + server.endpoints().getFirst().port());
    client = new Client(channel);
  }

  @AfterEach
  void stop() {
    server.close();
    context.close();
  }

  private static int number(Delivery delivery) {
    return Integer.parseInt(delivery.getBody().toStringUtf8());
  }

  @Test
  void tenThousandMessagesThroughFourWorkersOfWhomOneIsKilledAndOneIsSlow() {
    client.create("dead");
    client.create(
        "work",
        QueueSettings.newBuilder().setMaximumDeliveries(LIMIT).setDeadLetterQueue("dead").build());
    for (int from = 0; from < MESSAGES; from += BATCH) {
      SendRequest.Builder request = SendRequest.newBuilder().setQueue("work");
      for (int i = from; i < from + BATCH; i++) {
        request.addMessages(
            Message.newBuilder().setBody(ByteString.copyFromUtf8(Integer.toString(i))));
      }
      assertThat(client.stub().send(request.build()).getSentCount()).isEqualTo(BATCH);
    }
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    AtomicInteger poisonings = new AtomicInteger();
    AtomicInteger victimDid = new AtomicInteger();
    Worker victim =
        Worker.start(
            channel,
            "work",
            PREFETCH,
            it -> job(it, done, poisonings) && victimDid.incrementAndGet() > 0);
    Worker slow =
        Worker.start(
            channel,
            "work",
            PREFETCH,
            it -> {
              LockSupport.parkNanos(SLOW_NANOS);
              return job(it, done, poisonings);
            });
    List<Worker> fast =
        List.of(
            Worker.start(channel, "work", PREFETCH, it -> job(it, done, poisonings)),
            Worker.start(channel, "work", PREFETCH, it -> job(it, done, poisonings)));
    Await.until(PATIENCE, () -> victimDid.get() >= KILLED_AFTER, "the victim to be at work");
    victim.kill();
    Await.until(
        PATIENCE,
        () -> client.describe("work").getLeased() == 0 && client.describe("work").getReady() == 0,
        "the queue to be empty");
    assertThat(done).hasSize(MESSAGES - 1).doesNotContain(POISONED);
    assertThat(poisonings.get()).isEqualTo(LIMIT);
    List<Delivery> letters = client.receive("dead", BATCH);
    assertThat(letters).hasSize(1);
    assertThat(number(letters.getFirst())).isEqualTo(POISONED);
    assertThat(letters.getFirst().getDeadLetter().getDeliveries()).isEqualTo(LIMIT);
    assertThat(slow.seen().size()).isLessThan(fast.getFirst().seen().size());
    for (Worker worker : List.of(slow, fast.getFirst(), fast.getLast())) {
      assertThat(worker.ended()).isEmpty();
      List<Integer> again =
          worker.seen().stream()
              .filter(it -> it.getDeliveryCount() > 1 && number(it) != POISONED)
              .map(WorkersTest::number)
              .toList();
      assertThat(again).as("what the victim left comes in its old order").isSorted();
    }
  }

  /// Does a message, but for the poisoned one.
  private static boolean job(Delivery it, Set<Integer> done, AtomicInteger poisonings) {
    if (number(it) == POISONED) {
      poisonings.incrementAndGet();
      return false;
    }
    done.add(number(it));
    return true;
  }

  @Test
  void whatAKilledWorkerLeavesComesBeforeWhatWasBehindIt() {
    client.create("work");
    client.send("work", "0", "1", "2", "3", "4", "5");
    CountDownLatch over = new CountDownLatch(1);
    Worker victim = Worker.start(channel, "work", 3, it -> hangUntil(over));
    Await.until(PATIENCE, () -> client.describe("work").getLeased() == 3, "three to be leased");
    victim.kill();
    Await.until(PATIENCE, () -> client.describe("work").getReady() == 6, "all to be back");
    over.countDown();
    List<Delivery> all = client.receive("work", 10);
    assertThat(all.stream().map(WorkersTest::number)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(all.stream().map(Delivery::getDeliveryCount)).containsExactly(2, 2, 2, 1, 1, 1);
  }

  @Test
  void aStreamEndsWithItsQueue() {
    client.create("work");
    Worker worker = Worker.start(channel, "work", 1, it -> true);
    Await.until(PATIENCE, () -> client.describe("work").getConsumers() == 1, "the worker to join");
    int port = server.endpoints().getFirst().port();
    var deleted =
        QueueAdminGrpc.newBlockingStub(context.channels().operatorChannel("127.0.0.1:" + port))
            .deleteQueue(DeleteQueueRequest.newBuilder().setQueue("work").build());
    Await.until(PATIENCE, () -> worker.ended().isPresent(), "the stream to end");
    assertThat(RpcException.reasonOf((StatusRuntimeException) worker.ended().orElseThrow()))
        .hasValue("QUEUE_NOT_FOUND");
  }

  private static boolean hangUntil(CountDownLatch over) {
    try {
      return over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aStreamThatDoesNotBeginWithOpenIsRefused() {
    Worker worker = Worker.start(channel, "nowhere", 1, it -> true);
    Await.until(PATIENCE, () -> worker.ended().isPresent(), "a refusal");
    assertThat(RpcException.reasonOf((StatusRuntimeException) worker.ended().orElseThrow()))
        .hasValue("QUEUE_NOT_FOUND");
    Refused refused = new Refused();
    dev.orrery.queue.v1.QueueGrpc.newStub(channel)
        .consume(refused)
        .onNext(
            ConsumeRequest.newBuilder()
                .setSettle(ConsumeRequest.Settle.newBuilder().addAcknowledge("1-1"))
                .build());
    Await.until(PATIENCE, () -> refused.failure.isPresent(), "a refusal");
    assertThat(RpcException.reasonOf((StatusRuntimeException) refused.failure.orElseThrow()))
        .hasValue("INVALID_FIELD");
  }

  private static final class Refused
      implements io.grpc.stub.StreamObserver<dev.orrery.queue.v1.ConsumeResponse> {
    private volatile Optional<Throwable> failure = Optional.empty();

    @Override
    public void onNext(dev.orrery.queue.v1.ConsumeResponse response) {}

    @Override
    public void onError(Throwable cause) {
      failure = Optional.of(cause);
    }

    @Override
    public void onCompleted() {}
  }
}
