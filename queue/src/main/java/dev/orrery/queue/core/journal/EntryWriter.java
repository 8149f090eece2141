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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes entries as bytes, see the package's page; grows as it must.
final class EntryWriter {
  private static final int FIRST_CAPACITY = 512;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

  ByteBuffer finish() {
    return bytes.flip();
  }

  void write(JournalEntry entry) {
    switch (entry) {
      case Started(long epoch) -> tag(EntryTag.STARTED).number(epoch);
      case QueueDefined(String queue, QueueSettings settings, long nextId) ->
          tag(EntryTag.QUEUE_DEFINED).text(queue).settings(settings).number(nextId);
      case QueueDeleted(String queue) -> tag(EntryTag.QUEUE_DELETED).text(queue);
      case TopicDefined(String topic) -> tag(EntryTag.TOPIC_DEFINED).text(topic);
      case TopicDeleted(String topic) -> tag(EntryTag.TOPIC_DELETED).text(topic);
      case Subscribed(String topic, String queue) ->
          tag(EntryTag.SUBSCRIBED).text(topic).text(queue);
      case Unsubscribed(String topic, String queue) ->
          tag(EntryTag.UNSUBSCRIBED).text(topic).text(queue);
      case Stored stored -> stored(stored);
      case Changed(String queue, MessageState state) ->
          tag(EntryTag.CHANGED).text(queue).state(state);
      case Removed(String queue, long id) -> tag(EntryTag.REMOVED).text(queue).number(id);
      case Remembered(String queue, String id, long messageId, long expires) ->
          tag(EntryTag.REMEMBERED).text(queue).text(id).number(messageId).number(expires);
    }
  }

  private void stored(Stored stored) {
    StoredMessage message = stored.message();
    tag(EntryTag.STORED).number(message.sentAtMillis());
    room(1).put((byte) (message.origin().isPresent() ? 1 : 0));
    message
        .origin()
        .ifPresent(origin -> text(origin.queue()).number(origin.id()).count(origin.deliveries()));
    count(message.headers().size());
    for (Map.Entry<String, ByteBuffer> header : message.headers().entrySet()) {
      text(header.getKey()).blob(header.getValue());
    }
    blob(message.body()).count(stored.placements().size());
    for (Placement placement : stored.placements()) {
      text(placement.queue()).state(placement.state());
    }
  }

  private EntryWriter settings(QueueSettings settings) {
    return number(settings.maximumMessages())
        .number(settings.maximumBytes())
        .number(settings.leaseMillis())
        .count(settings.maximumDeliveries())
        .text(settings.deadLetterQueue())
        .number(settings.retryBaseMillis())
        .number(settings.retryMaximumMillis());
  }

  private void state(MessageState state) {
    number(state.id());
    room(1).put(state.phase().code());
    count(state.deliveries()).number(state.untilMillis()).number(state.token());
  }

  private EntryWriter tag(EntryTag tag) {
    room(1).put(tag.code());
    return this;
  }

  private EntryWriter number(long number) {
    room(Long.BYTES).putLong(number);
    return this;
  }

  private EntryWriter count(int number) {
    room(Integer.BYTES).putInt(number);
    return this;
  }

  private EntryWriter text(String text) {
    return blob(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private EntryWriter blob(ByteBuffer blob) {
    count(blob.remaining());
    room(blob.remaining()).put(blob.duplicate());
    return this;
  }

  private ByteBuffer room(int length) {
    if (bytes.remaining() < length) {
      int capacity = Math.max(bytes.capacity() * 2, bytes.position() + length);
      bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
    }
    return bytes;
  }
}
