package dev.orrery.queue.core.journal;

import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.journal.JournalEntry.Changed;
import dev.orrery.queue.core.journal.JournalEntry.Placement;
import dev.orrery.queue.core.journal.JournalEntry.QueueDefined;
import dev.orrery.queue.core.journal.JournalEntry.QueueDeleted;
import dev.orrery.queue.core.journal.JournalEntry.Remembered;
import dev.orrery.queue.core.journal.JournalEntry.Removed;
import dev.orrery.queue.core.journal.JournalEntry.Started;
import dev.orrery.queue.core.journal.JournalEntry.Stored;
import dev.orrery.queue.core.journal.JournalEntry.Subscribed;
import dev.orrery.queue.core.journal.JournalEntry.TopicDefined;
import dev.orrery.queue.core.journal.JournalEntry.TopicDeleted;
import dev.orrery.queue.core.journal.JournalEntry.Unsubscribed;
import dev.orrery.queue.core.message.StoredMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads what [EntryWriter] wrote. No length is believed before the bytes are there.
final class EntryReader {
  private static final MessageState.Phase[] PHASES = MessageState.Phase.values();

  private final ByteBuffer bytes;

  EntryReader(ByteBuffer bytes) {
    this.bytes = bytes.duplicate();
  }

  /// @throws CorruptEntryException when the bytes are no entries
  List<JournalEntry> all() {
    List<JournalEntry> entries = new ArrayList<>();
    try {
      while (bytes.hasRemaining()) {
        entries.add(entry());
      }
    } catch (BufferUnderflowException tooShort) {
      throw new CorruptEntryException("the batch ends within an entry");
    }
    return entries;
  }

  private JournalEntry entry() {
    return switch (EntryTag.of(bytes.get())) {
      case STARTED -> new Started(bytes.getLong());
      case QUEUE_DEFINED -> new QueueDefined(text(), settings(), bytes.getLong());
      case QUEUE_DELETED -> new QueueDeleted(text());
      case TOPIC_DEFINED -> new TopicDefined(text());
      case TOPIC_DELETED -> new TopicDeleted(text());
      case SUBSCRIBED -> new Subscribed(text(), text());
      case UNSUBSCRIBED -> new Unsubscribed(text(), text());
      case STORED -> stored();
      case CHANGED -> new Changed(text(), state());
      case REMOVED -> new Removed(text(), bytes.getLong());
      case REMEMBERED -> new Remembered(text(), text(), bytes.getLong(), bytes.getLong());
    };
  }

  private Stored stored() {
    long sentAt = bytes.getLong();
    Optional<StoredMessage.Origin> origin =
        bytes.get() == 0
            ? Optional.empty()
            : Optional.of(new StoredMessage.Origin(text(), bytes.getLong(), bytes.getInt()));
    Map<String, ByteBuffer> headers = new TreeMap<>();
    for (int left = bytes.getInt(); left > 0; left--) {
      headers.put(text(), blob());
    }
    ByteBuffer body = blob();
    List<Placement> placements = new ArrayList<>();
    for (int left = bytes.getInt(); left > 0; left--) {
      placements.add(new Placement(text(), state()));
    }
    return new Stored(new StoredMessage(body, headers, sentAt, origin), placements);
  }

  private QueueSettings settings() {
    return new QueueSettings(
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getInt(),
        text(),
        bytes.getLong(),
        bytes.getLong());
  }

  private MessageState state() {
    long id = bytes.getLong();
    byte phase = bytes.get();
    if (phase < 0 || phase >= PHASES.length) {
      throw new CorruptEntryException("there is no phase " + phase);
    }
    return new MessageState(id, PHASES[phase], bytes.getInt(), bytes.getLong(), bytes.getLong());
  }

  private String text() {
    return StandardCharsets.UTF_8.decode(blob()).toString();
  }

  /// A copy: the reader's bytes are only lent.
  private ByteBuffer blob() {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new CorruptEntryException("a length of " + length + " where less is left");
    }
    byte[] copy = new byte[length];
    bytes.get(copy);
    return ByteBuffer.wrap(copy);
  }
}
