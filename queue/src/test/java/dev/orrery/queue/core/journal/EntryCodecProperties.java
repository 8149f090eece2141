package dev.orrery.queue.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.journal.JournalEntry.Placement;
import dev.orrery.queue.core.message.StoredMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EntryCodecProperties {
  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll("batches") List<JournalEntry> batch) {
    assertThat(new EntryReader(write(batch)).all()).isEqualTo(batch);
  }

  @Property(tries = 100)
  void aBatchThatEndsWithinAnEntryIsRefused(@ForAll("batches") List<JournalEntry> batch) {
    ByteBuffer bytes = write(batch);
    List<Integer> ends = ends(batch);
    for (int end = 1; end < bytes.limit(); end++) {
      EntryReader reader = new EntryReader(bytes.slice(0, end));
      if (ends.contains(end)) {
        assertThat(batch).startsWith(reader.all().toArray(new JournalEntry[0]));
      } else {
        assertThatThrownBy(reader::all).isInstanceOf(CorruptEntryException.class);
      }
    }
  }

  @Property(tries = 500)
  void noBytesDoAnythingButReadOrBeRefused(
      @ForAll("batches") List<JournalEntry> batch, @ForAll int position, @ForAll byte value) {
    ByteBuffer bytes = write(batch);
    bytes.put(Math.floorMod(position, bytes.limit()), value);
    try {
      assertThat(new EntryReader(bytes).all()).isNotEmpty();
    } catch (CorruptEntryException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static ByteBuffer write(List<JournalEntry> batch) {
    EntryWriter writer = new EntryWriter();
    batch.forEach(writer::write);
    return writer.finish();
  }

  private static List<Integer> ends(List<JournalEntry> batch) {
    List<Integer> ends = new java.util.ArrayList<>();
    for (int i = 1; i <= batch.size(); i++) {
      ends.add(write(batch.subList(0, i)).limit());
    }
    return ends;
  }

  @Provide
  Arbitrary<List<JournalEntry>> batches() {
    Arbitrary<String> name = Arbitraries.strings().ofMaxLength(6);
    Arbitrary<Long> number = Arbitraries.longs();
    Arbitrary<ByteBuffer> blob =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(ByteBuffer::wrap);
    Arbitrary<MessageState> state =
        Combinators.combine(
                number,
                Arbitraries.of(MessageState.Phase.class),
                Arbitraries.integers(),
                number,
                number)
            .as(MessageState::new);
    Arbitrary<QueueSettings> settings =
        Combinators.combine(number, number, number, Arbitraries.integers(), name, number, number)
            .as(QueueSettings::new);
    Arbitrary<Optional<StoredMessage.Origin>> origin =
        Combinators.combine(name, number, Arbitraries.integers())
            .as(StoredMessage.Origin::new)
            .optional();
    Arbitrary<Map<String, ByteBuffer>> headers = Arbitraries.maps(name, blob).ofMaxSize(3);
    Arbitrary<StoredMessage> message =
        Combinators.combine(blob, headers, number, origin).as(StoredMessage::new);
    Arbitrary<List<Placement>> placements =
        Combinators.combine(name, state).as(Placement::new).list().ofMaxSize(3);
    return Arbitraries.<JournalEntry>oneOf(
            number.map(JournalEntry.Started::new),
            Combinators.combine(name, settings, number).as(JournalEntry.QueueDefined::new),
            name.map(JournalEntry.QueueDeleted::new),
            name.map(JournalEntry.TopicDefined::new),
            name.map(JournalEntry.TopicDeleted::new),
            Combinators.combine(name, name).as(JournalEntry.Subscribed::new),
            Combinators.combine(name, name).as(JournalEntry.Unsubscribed::new),
            Combinators.combine(message, placements).as(JournalEntry.Stored::new),
            Combinators.combine(name, state).as(JournalEntry.Changed::new),
            Combinators.combine(name, number).as(JournalEntry.Removed::new),
            Combinators.combine(name, name, number, number).as(JournalEntry.Remembered::new))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
