package dev.orrery.queue.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.queue.core.journal.JournalImage;
import dev.orrery.queue.core.journal.JournalOptions;
import dev.orrery.testkit.disk.CrashTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A queue with a dead-letter queue, and a topic that fans out to it and to another, whose power is
/// cut again and again. What was acknowledged to a sender is there until a worker has tried to
/// acknowledge it; nothing is there twice; nothing is dead before its last delivery; no token is
/// given out twice.
class QueueCrashTest {
  private static final int LIMIT = 3;

  @Test
  void threeHundredCrashSchedulesLoseNothingAcknowledged() {
    CrashTest.run(300, new Workload());
  }

  @Test
  @Tag("deep")
  void tenThousandCrashSchedulesLoseNothingAcknowledged() {
    CrashTest.run(10_000, new Workload());
  }

  /// What senders and workers know, which no power cut takes from them.
  private static final class Memory {
    /// By queue: bodies whose sender was answered.
    final Map<String, Set<String>> acknowledged = new HashMap<>();

    /// By queue: bodies that were ever on their way.
    final Map<String, Set<String>> attempted = new HashMap<>();

    /// By queue: bodies that a worker has tried to acknowledge.
    final Map<String, Set<String>> finished = new HashMap<>();

    final Map<String, Integer> deliveries = new HashMap<>();
    final Set<Long> tokens = new HashSet<>();
    boolean defined;
    int made;
    long now = 1_000_000;

    static Set<String> in(Map<String, Set<String>> map, String queue) {
      return map.computeIfAbsent(queue, it -> new HashSet<>());
    }
  }

  private record Workload() implements CrashTest.Subject<Memory> {
    /// So short that segments are cleaned all the time.
    private static final JournalOptions TINY = new JournalOptions(700, 100, 20);

    private static final int STEPS = 60;

    @Override
    public Memory acknowledged() {
      return new Memory();
    }

    @Override
    public void work(Disk disk, Memory memory, RandomGenerator random) throws IOException {
      Driven driven = new Driven(disk, memory.now, TINY);
      define(driven, memory);
      List<Delivered> held = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        memory.now += random.nextInt(30);
        driven.now = memory.now;
        switch (random.nextInt(9)) {
          case 0, 1 -> send(driven, memory, random);
          case 2 -> publish(driven, memory);
          case 3, 4 -> held.addAll(lease(driven, memory, random));
          case 5 -> {
            while (!held.isEmpty()) {
              settle(driven, memory, held, random);
            }
          }
          case 6 -> driven.engine.tick(memory.now);
          case 7 -> driven.append();
          default -> driven.commit();
        }
      }
      driven.commit();
    }

    private static void define(Driven driven, Memory memory) throws IOException {
      QueueRegistry registry = driven.engine.registry();
      registry.create("dead", Driven.settings(0, ""), Driven.NOBODY_WAITS);
      registry.create("work", Driven.settings(LIMIT, "dead"), Driven.NOBODY_WAITS);
      registry.create("copy", Driven.settings(0, ""), Driven.NOBODY_WAITS);
      registry.createTopic("topic", Driven.NOBODY_WAITS);
      registry.subscribe("topic", "work", Driven.NOBODY_WAITS);
      registry.subscribe("topic", "copy", Driven.NOBODY_WAITS);
      driven.commit();
      memory.defined = true;
    }

    private static void send(Driven driven, Memory memory, RandomGenerator random) {
      List<NewMessage> messages = new ArrayList<>();
      List<String> bodies = new ArrayList<>();
      for (int n = random.nextInt(3); n >= 0; n--) {
        String body = "m" + memory.made++;
        bodies.add(body);
        messages.add(
            Driven.message(body, random.nextBoolean() ? body : "", random.nextInt(3) * 20L));
      }
      Memory.in(memory.attempted, "work").addAll(bodies);
      driven.engine.send(
          "work",
          messages,
          memory.now,
          () -> Memory.in(memory.acknowledged, "work").addAll(bodies));
      if (!messages.getLast().deduplicationId().isEmpty()) {
        List<Sent> again =
            driven.engine.send(
                "work", List.of(messages.getLast()), memory.now, Driven.NOBODY_WAITS);
        assertThat(again.getFirst().duplicate()).isTrue();
      }
    }

    private static void publish(Driven driven, Memory memory) {
      String body = "p" + memory.made++;
      List<String> queues = List.of("work", "copy");
      queues.forEach(it -> Memory.in(memory.attempted, it).add(body));
      int reached =
          driven.engine.publish(
              "topic",
              List.of(Driven.message(body, "", 0)),
              memory.now,
              () -> queues.forEach(it -> Memory.in(memory.acknowledged, it).add(body)));
      assertThat(reached).isEqualTo(2);
    }

    private static List<Delivered> lease(Driven driven, Memory memory, RandomGenerator random) {
      List<Delivered> leased =
          driven.engine.lease("work", 1 + random.nextInt(3), 1 << 20, 50, memory.now);
      for (Delivered each : leased) {
        memory.deliveries.merge(Driven.body(each.message()), 1, Integer::sum);
        assertThat(memory.tokens.add(each.lease().token())).as("a fresh token").isTrue();
      }
      return leased;
    }

    private static void settle(
        Driven driven, Memory memory, List<Delivered> held, RandomGenerator random) {
      if (held.isEmpty()) {
        return;
      }
      Delivered one = held.remove(random.nextInt(held.size()));
      long id = one.lease().id();
      long token = one.lease().token();
      if (random.nextInt(4) > 0) {
        Memory.in(memory.finished, "work").add(Driven.body(one.message()));
        driven.engine.acknowledge("work", id, token, memory.now);
      } else {
        driven.engine.giveBack("work", id, token, OptionalLong.empty(), memory.now);
      }
    }

    @Override
    public void recover(Disk disk, Memory memory) throws IOException {
      Driven driven = new Driven(disk, memory.now, TINY);
      driven.commit();
      JournalImage image = driven.journal.image();
      assertThat(driven.journal.damages()).isEmpty();
      if (!memory.defined) {
        return;
      }
      List<String> work = bodies(image, "work");
      List<String> dead = bodies(image, "dead");
      List<String> copy = bodies(image, "copy");
      List<String> both = new ArrayList<>(work);
      both.addAll(dead);
      assertThat(both).doesNotHaveDuplicates();
      assertThat(copy).doesNotHaveDuplicates();
      Set<String> due = new HashSet<>(Memory.in(memory.acknowledged, "work"));
      due.removeAll(Memory.in(memory.finished, "work"));
      assertThat(both).as("acknowledged to the sender, not by a worker").containsAll(due);
      assertThat(copy).containsAll(Memory.in(memory.acknowledged, "copy"));
      assertThat(Memory.in(memory.attempted, "work")).containsAll(both);
      assertThat(Memory.in(memory.attempted, "copy")).containsAll(copy);
      assertThat(dead)
          .allSatisfy(it ->
              assertThat(memory.deliveries.getOrDefault(it, 0)).isGreaterThanOrEqualTo(LIMIT));
      image
          .messages("work")
          .values()
          .forEach(it ->
              assertThat(it.state().deliveries())
                  .isLessThanOrEqualTo(
                      memory.deliveries.getOrDefault(Driven.body(it.message()), 0)));
    }

    private static List<String> bodies(JournalImage image, String queue) {
      return image.messages(queue).values().stream().map(it -> Driven.body(it.message())).toList();
    }
  }
}
