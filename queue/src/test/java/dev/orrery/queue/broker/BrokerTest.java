package dev.orrery.queue.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.Time;
import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.IndexedLedger;
import dev.orrery.queue.core.engine.Delivered;
import dev.orrery.queue.core.engine.EngineOptions;
import dev.orrery.queue.core.engine.NewMessage;
import dev.orrery.queue.core.engine.QueueException;
import dev.orrery.queue.core.journal.JournalOptions;
import dev.orrery.queue.core.message.StoredMessage;
import dev.orrery.queue.core.retry.FixedRetry;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerTest {
  private static final QueueSettings SETTINGS =
      new QueueSettings(100_000, 1 << 20, 60_000, 0, "", 0, 0);

  private static Broker open(Disk disk) throws IOException {
    Time time =
        new Time() {
          @Override
          public long monotonicNanos() {
            return System.nanoTime();
          }

          @Override
          public long wallMillis() {
            return System.currentTimeMillis();
          }
        };
    EngineOptions engine =
        new EngineOptions(IndexedLedger::new, FixedRetry::new, 10, 10, 1 << 24, 10_000, 20, 1);
    return Broker.open(
        disk, time, new BrokerOptions(engine, new JournalOptions(100_000, 200_000, 20), 10, 20));
  }

  private static long send(Broker broker, int number) throws InterruptedException {
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES).putInt(0, number);
    NewMessage message =
        new NewMessage(new StoredMessage(body, Map.of(), 0, Optional.empty()), "", 0);
    return broker
        .change((engine, now, durable) -> engine.send("work", List.of(message), now, durable))
        .getFirst()
        .id();
  }

  private static boolean create(Broker broker) throws InterruptedException {
    return broker.change(
        (engine, now, durable) -> engine.registry().create("work", SETTINGS, durable));
  }

  @Test
  void afterAFailedForceNothingIsAnsweredAndARestartRecoversWhatWas() throws Exception {
    CrashDisk disk = new CrashDisk(7);
    Broker broker = open(disk);
    assertThat(create(broker)).isFalse();
    assertThat(send(broker, 1)).isEqualTo(1);
    disk.failForce(1);
    assertThatThrownBy(() -> send(broker, 2))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("failed write");
    assertThatThrownBy(() -> send(broker, 3)).isInstanceOf(QueueException.class);
    assertThat(broker.failure()).isPresent();
    broker.kill();
    Broker again = open(disk.crash());
    assertThat(again.failure()).isEmpty();
    assertThat(again.damages()).isEmpty();
    List<Delivered> leased =
        again.step((engine, now) -> engine.lease("work", 10, 1_000_000, 60_000, now));
    assertThat(leased.getFirst().message().body().getInt(0)).isEqualTo(1);
    again.close();
  }

  @Test
  void manySendersThroughASmallInboxAllGetDistinctIdsAndNothingIsLost() throws Exception {
    CrashDisk disk = new CrashDisk(9);
    Broker broker = open(disk);
    assertThat(create(broker)).isFalse();
    List<Future<Long>> ids = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        int number = i;
        ids.add(pool.submit(() -> send(broker, number)));
      }
      for (Future<Long> each : ids) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isBetween(1L, 1_000L);
      }
    }
    assertThat(ids.stream().map(Future::resultNow)).doesNotHaveDuplicates();
    broker.kill();
    Broker again = open(disk.crash());
    int ready = again.read((engine, now) -> engine.registry().describe("work").counts().ready());
    assertThat(ready).isEqualTo(1_000);
    again.close();
  }
}
