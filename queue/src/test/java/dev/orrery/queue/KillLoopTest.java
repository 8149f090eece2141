package dev.orrery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.QueueSettings;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` under load, again and again.
@Tag("deep")
class KillLoopTest {
  private static final int KILLS = 12;
  private static final int SENDERS = 4;
  private static final int SHORT_LEASE_MILLIS = 200;
  private static final Duration START = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final AtomicInteger made = new AtomicInteger();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> processed = ConcurrentHashMap.newKeySet();

  KillLoopTest() {}

  @Test
  void nothingAcknowledgedIsLostHoweverOftenTheProcessIsKilled() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < KILLS; round++) {
      try (ChildProcess process = launch();
          ComponentContext context = context(round)) {
        Client client = client(process, context);
        client.create("work", QueueSettings.getDefaultInstance());
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<?>> all = new ArrayList<>();
          for (int i = 0; i < SENDERS; i++) {
            all.add(pool.submit(() -> send(client)));
          }
          all.add(pool.submit(() -> work(client)));
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(600)));
          process.kill();
          for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
          }
        }
      }
    }
    try (ChildProcess process = launch();
        ComponentContext context = context(KILLS)) {
      Client client = client(process, context);
      while (drain(client, 1_000) > 0) {
        // until nothing comes
      }
      assertThat(client.describe("work").getLeased()).isZero();
    }
    Set<String> lost = new HashSet<>(acknowledged);
    lost.removeAll(processed);
    assertThat(lost).isEmpty();
    assertThat(acknowledged).hasSizeGreaterThan(100);
    System.out.println(
        KILLS + " kills, " + acknowledged.size() + " messages acknowledged, none lost");
  }

  private ChildProcess launch() throws Exception {
    return Launch.ofJava(QueueProcess.class, directory.resolve("data").toString()).start();
  }

  private ComponentContext context(int round) {
    return ComponentContext.forTest("client", directory.resolve("client-" + round));
  }

  private static Client client(ChildProcess process, ComponentContext context)
      throws InterruptedException {
    String address = process.awaitLine(START, "ready grpc=(\\S+)").group(1);
    return new Client(context.channels().channel(address));
  }

  private void send(Client client) {
    try {
      while (true) {
        String body = "m" + made.incrementAndGet();
        client.send("work", body);
        acknowledged.add(body);
      }
    } catch (StatusRuntimeException killed) {
      // the end of this round
    }
  }

  private void work(Client client) {
    try {
      while (true) {
        drain(client, 50);
      }
    } catch (StatusRuntimeException killed) {
      // the end of this round
    }
  }

  private int drain(Client client, int waitMillis) {
    List<Delivery> deliveries = client.receive("work", 10, SHORT_LEASE_MILLIS, waitMillis);
    if (!deliveries.isEmpty()) {
      processed.addAll(Client.bodies(deliveries));
      client.acknowledge("work", deliveries);
    }
    return deliveries.size();
  }
}
