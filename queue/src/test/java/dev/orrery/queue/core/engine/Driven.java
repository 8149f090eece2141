package dev.orrery.queue.core.engine;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.IndexedLedger;
import dev.orrery.queue.core.journal.Journal;
import dev.orrery.queue.core.journal.JournalEntry;
import dev.orrery.queue.core.journal.JournalOptions;
import dev.orrery.queue.core.message.StoredMessage;
import dev.orrery.queue.core.retry.FixedRetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An engine on a journal, driven by hand: nothing is written before [#append()], nothing durable
/// before [#commit()].
final class Driven implements Changes {
  static final JournalOptions SMALL = new JournalOptions(2_000, 4_000, 20);
  static final Runnable NOBODY_WAITS = () -> {};

  private record Task(List<JournalEntry> entries, Runnable durable) {}

  final Journal journal;
  final QueueEngine engine;
  private final List<Task> written = new ArrayList<>();
  private final List<Runnable> appended = new ArrayList<>();
  long now;

  Driven(Disk disk, long now) throws IOException {
    this(disk, now, SMALL);
  }

  Driven(Disk disk, long now, JournalOptions journalOptions) throws IOException {
    this.now = now;
    journal = Journal.open(disk, journalOptions);
    EngineOptions options =
        new EngineOptions(IndexedLedger::new, FixedRetry::new, 10, 10, 1 << 20, 10_000, 20, 1);
    engine = new QueueEngine(options, journal.image(), this, (queue, change) -> {}, now);
  }

  @Override
  public void write(List<JournalEntry> entries) {
    write(entries, NOBODY_WAITS);
  }

  @Override
  public void write(List<JournalEntry> entries, Runnable durable) {
    written.add(new Task(List.copyOf(entries), durable));
  }

  void append() throws IOException {
    for (Task task : written) {
      if (!task.entries.isEmpty()) {
        journal.append(task.entries);
      }
      appended.add(task.durable);
    }
    written.clear();
  }

  void commit() throws IOException {
    append();
    journal.force();
    List<Runnable> durable = List.copyOf(appended);
    appended.clear();
    durable.forEach(Runnable::run);
    while (journal.clean(now)) {
      // until it is short enough
    }
  }

  static QueueSettings settings(int maximumDeliveries, String deadLetters) {
    return new QueueSettings(1_000, 1 << 20, 100, maximumDeliveries, deadLetters, 0, 0);
  }

  static NewMessage message(String body, String deduplicationId, long delayMillis) {
    ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    return new NewMessage(
        new StoredMessage(bytes, Map.of(), 0, Optional.empty()), deduplicationId, delayMillis);
  }

  static String body(StoredMessage message) {
    return StandardCharsets.UTF_8.decode(message.body().duplicate()).toString();
  }
}
