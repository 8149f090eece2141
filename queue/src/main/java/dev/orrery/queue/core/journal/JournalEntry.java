package dev.orrery.queue.core.journal;

import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.message.StoredMessage;
import java.util.List;

/// One thing to be remembered. Each says what is so now, not what to add, so that reading it twice
/// does no harm.
public sealed interface JournalEntry {
  /// A broker began; lease tokens of different epochs differ.
  record Started(long epoch) implements JournalEntry {}

  /// @param nextId ids from here on are not in use
  record QueueDefined(String queue, QueueSettings settings, long nextId) implements JournalEntry {}

  /// With all that was in it.
  record QueueDeleted(String queue) implements JournalEntry {}

  record TopicDefined(String topic) implements JournalEntry {}

  record TopicDeleted(String topic) implements JournalEntry {}

  record Subscribed(String topic, String queue) implements JournalEntry {}

  record Unsubscribed(String topic, String queue) implements JournalEntry {}

  /// A message, and where it is in each of its queues.
  record Stored(StoredMessage message, List<Placement> placements) implements JournalEntry {
    public Stored {
      placements = List.copyOf(placements);
    }
  }

  /// A place of a message; its state names the id.
  record Placement(String queue, MessageState state) {}

  record Changed(String queue, MessageState state) implements JournalEntry {}

  record Removed(String queue, long id) implements JournalEntry {}

  /// Under this deduplication id that message was sent.
  record Remembered(String queue, String deduplicationId, long messageId, long expiresMillis)
      implements JournalEntry {}
}
