package dev.orrery.queue.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueEngineTest {
  private static final long NOW = 1_000_000;
  private final CrashDisk disk = new CrashDisk(1);
  private Driven driven;

  @BeforeEach
  void open() throws IOException {
    driven = new Driven(disk, NOW);
    driven.engine.registry().create("dead", tiny(2), Driven.NOBODY_WAITS);
    driven.engine.registry().create("work", Driven.settings(1, "dead"), Driven.NOBODY_WAITS);
    driven.commit();
  }

  private static QueueSettings tiny(int messages) {
    return new QueueSettings(messages, 1 << 20, 100, 0, "", 0, 0);
  }

  private void send(String... bodies) throws IOException {
    for (String body : bodies) {
      driven.engine.send("work", List.of(Driven.message(body, "", 0)), NOW, Driven.NOBODY_WAITS);
    }
    driven.commit();
  }

  private List<Delivered> lease(String queue, int maximum) {
    return driven.engine.lease(queue, maximum, 1 << 20, 100, NOW);
  }

  private void fail(Delivered each) {
    assertThat(
            driven.engine.giveBack(
                "work", each.lease().id(), each.lease().token(), OptionalLong.empty(), NOW))
        .isTrue();
  }

  @Test
  void nobodyReceivesWhatIsNotDurable() throws IOException {
    driven.engine.send("work", List.of(Driven.message("a", "", 0)), NOW, Driven.NOBODY_WAITS);
    driven.append();
    assertThat(lease("work", 1)).isEmpty();
    driven.commit();
    assertThat(lease("work", 1)).hasSize(1);
  }

  @Test
  void theDeadWaitWhileThereIsNoRoomAndCountAgainstTheirQueue() throws IOException {
    send("a", "b", "c");
    lease("work", 3).forEach(this::fail);
    driven.commit();
    assertThat(driven.engine.registry().describe("dead").counts().ready()).isEqualTo(2);
    assertThat(driven.engine.registry().describe("work").counts().dead()).isEqualTo(1);
    Delivered letter = lease("dead", 1).getFirst();
    assertThat(letter.message().origin().orElseThrow().queue()).isEqualTo("work");
    assertThat(driven.engine.acknowledge("dead", letter.lease().id(), letter.lease().token(), NOW))
        .isTrue();
    driven.commit();
    assertThat(driven.engine.registry().describe("dead").counts().total()).isEqualTo(2);
    assertThat(driven.engine.registry().describe("work").counts().total()).isZero();
  }

  @Test
  void theDeadThatWaitAreStillThereAfterARestart() throws IOException {
    send("a", "b", "c");
    lease("work", 3).forEach(this::fail);
    driven.commit();
    Driven again = new Driven(disk.crash(), NOW);
    assertThat(again.engine.registry().describe("work").counts().dead()).isEqualTo(1);
    assertThat(again.engine.purge("dead", NOW, Driven.NOBODY_WAITS)).isEqualTo(2);
    again.commit();
    assertThat(again.engine.registry().describe("work").counts().total()).isZero();
    assertThat(again.engine.registry().describe("dead").counts().ready()).isEqualTo(1);
  }

  @Test
  void redrivenLettersStartAfreshWhereTheyCameFrom() throws IOException {
    send("a");
    lease("work", 1).forEach(this::fail);
    driven.commit();
    assertThat(driven.engine.redrive("dead", 10, NOW, Driven.NOBODY_WAITS))
        .isEqualTo(new QueueEngine.Redriven(1, 0));
    driven.commit();
    Delivered again = lease("work", 1).getFirst();
    assertThat(again.lease().deliveries()).isEqualTo(1);
    assertThat(again.message().origin()).isEmpty();
  }

  @Test
  void aDeadLetterQueueInUseIsNotDeleted() {
    assertThatThrownBy(() -> driven.engine.delete("dead", Driven.NOBODY_WAITS))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("work");
    driven.engine.delete("work", Driven.NOBODY_WAITS);
    driven.engine.delete("dead", Driven.NOBODY_WAITS);
    assertThat(driven.engine.registry().queueNames()).isEmpty();
  }

  @Test
  void aReceiptOfADeletedQueueSettlesNothingInItsSuccessor() throws IOException {
    send("old");
    Delivered old = lease("work", 1).getFirst();
    driven.engine.delete("work", Driven.NOBODY_WAITS);
    driven.engine.registry().create("work", Driven.settings(1, "dead"), Driven.NOBODY_WAITS);
    send("new");
    assertThat(lease("work", 1).getFirst().lease().id()).isEqualTo(old.lease().id());
    assertThat(driven.engine.acknowledge("work", old.lease().id(), old.lease().token(), NOW))
        .isFalse();
  }

  @Test
  void theJournalStaysShortHoweverMuchGoesThroughIt() throws IOException {
    send("stays");
    Delivered stays = lease("work", 1).getFirst();
    long longest = 0;
    for (int i = 0; i < 2_000; i++) {
      send("m" + i);
      Delivered each = lease("work", 1).getFirst();
      driven.engine.acknowledge("work", each.lease().id(), each.lease().token(), NOW);
      driven.engine.extend("work", stays.lease().id(), stays.lease().token(), 100, NOW);
      driven.commit();
      longest = Math.max(longest, driven.journal.sizeInBytes());
    }
    assertThat(longest).isLessThan(12_000);
    Driven again = new Driven(disk.crash(), NOW);
    assertThat(again.engine.registry().describe("work").counts().leased()).isEqualTo(1);
    assertThat(again.engine.registry().queueNames()).containsExactly("dead", "work");
    assertThat(
            again.engine.acknowledge("work", stays.lease().id(), stays.lease().token(), NOW + 50))
        .isTrue();
  }
}
