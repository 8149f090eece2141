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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the journal's entries add up to. An entry about something that is not there (it was in a
/// damaged stretch, or is deleted since) changes nothing. Not thread-safe.
public final class JournalImage {
  /// Rough bytes on disk of an entry beside a message's own.
  private static final int ENTRY_BYTES = 100;

  /// A message in a queue.
  ///
  /// @param segment where its bytes are
  public record Living(StoredMessage message, MessageState state, long segment) {}

  private record Known(Remembered entry, long segment) {}

  private static final class QueueImage {
    QueueSettings settings;
    long nextId;
    final TreeMap<Long, Living> messages = new TreeMap<>();
    final LinkedHashMap<String, Known> remembered = new LinkedHashMap<>();

    QueueImage(QueueSettings settings) {
      this.settings = settings;
    }
  }

  private final int rememberedCapacity;
  private final TreeMap<String, QueueImage> queues = new TreeMap<>();
  private final TreeMap<String, TreeSet<String>> topics = new TreeMap<>();
  private long epoch;
  private long livingBytes;

  /// @param rememberedCapacity deduplication ids kept for a queue at most
  public JournalImage(int rememberedCapacity) {
    this.rememberedCapacity = rememberedCapacity;
  }

  /// @param segment where the entry stands
  void apply(JournalEntry entry, long segment) {
    switch (entry) {
      case Started(long started) -> epoch = Math.max(epoch, started);
      case QueueDefined(String name, QueueSettings settings, long nextId) -> {
        QueueImage queue = queues.computeIfAbsent(name, it -> new QueueImage(settings));
        queue.settings = settings;
        queue.nextId = Math.max(queue.nextId, nextId);
      }
      case QueueDeleted(String name) -> {
        QueueImage gone = queues.remove(name);
        if (gone != null) {
          gone.messages.values().forEach(it -> livingBytes -= bytes(it));
          livingBytes -= (long) ENTRY_BYTES * gone.remembered.size();
        }
        topics.values().forEach(it -> it.remove(name));
      }
      case TopicDefined(String topic) -> topics.computeIfAbsent(topic, it -> new TreeSet<>());
      case TopicDeleted(String topic) -> topics.remove(topic);
      case Subscribed(String topic, String queue) -> {
        TreeSet<String> subscribed = topics.get(topic);
        if (subscribed != null && queues.containsKey(queue)) {
          subscribed.add(queue);
        }
      }
      case Unsubscribed(String topic, String queue) -> {
        TreeSet<String> subscribed = topics.get(topic);
        if (subscribed != null) {
          subscribed.remove(queue);
        }
      }
      case Stored(StoredMessage message, List<Placement> placements) ->
          placements.forEach(it -> put(it.queue(), new Living(message, it.state(), segment)));
      case Changed(String name, MessageState state) -> {
        QueueImage queue = queues.get(name);
        if (queue != null) {
          queue.messages.computeIfPresent(
              state.id(), (id, before) -> new Living(before.message, state, before.segment));
        }
      }
      case Removed(String name, long id) -> {
        QueueImage queue = queues.get(name);
        Living gone = queue == null ? null : queue.messages.remove(id);
        livingBytes -= gone == null ? 0 : bytes(gone);
      }
      case Remembered remembered -> remember(remembered, segment);
    }
  }

  private void put(String name, Living living) {
    QueueImage queue = queues.get(name);
    if (queue != null) {
      Living before = queue.messages.put(living.state.id(), living);
      queue.nextId = Math.max(queue.nextId, living.state.id() + 1);
      livingBytes += bytes(living) - (before == null ? 0 : bytes(before));
    }
  }

  private void remember(Remembered remembered, long segment) {
    QueueImage queue = queues.get(remembered.queue());
    if (queue == null) {
      return;
    }
    Known known = new Known(remembered, segment);
    if (queue.remembered.put(remembered.deduplicationId(), known) == null) {
      livingBytes += ENTRY_BYTES;
    }
    if (queue.remembered.size() > rememberedCapacity) {
      forget(queue.remembered.values().iterator());
    }
  }

  private void forget(Iterator<Known> oldest) {
    oldest.next();
    oldest.remove();
    livingBytes -= ENTRY_BYTES;
  }

  private static long bytes(Living living) {
    return living.message.sizeBytes() - StoredMessage.OVERHEAD_BYTES + ENTRY_BYTES;
  }

  /// What every segment begins with.
  List<JournalEntry> snapshot() {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(new Started(epoch));
    queues.forEach(
        (name, queue) -> entries.add(new QueueDefined(name, queue.settings, queue.nextId)));
    topics.forEach((topic, subscribed) -> {
      entries.add(new TopicDefined(topic));
      subscribed.forEach(queue -> entries.add(new Subscribed(topic, queue)));
    });
    return entries;
  }

  /// What would be lost with a segment: one list for each thing that must be written at once.
  List<List<JournalEntry>> survivors(long segment, long nowMillis) {
    List<List<JournalEntry>> survivors = new ArrayList<>();
    queues.forEach((name, queue) -> {
      for (Living living : queue.messages.values()) {
        if (living.segment == segment) {
          Placement placement = new Placement(name, living.state);
          survivors.add(List.of(new Stored(living.message, List.of(placement))));
        }
      }
      Iterator<Known> known = queue.remembered.values().iterator();
      while (known.hasNext()) {
        Known next = known.next();
        if (next.segment == segment && next.entry.expiresMillis() > nowMillis) {
          survivors.add(List.of(next.entry));
        } else if (next.segment == segment) {
          known.remove();
          livingBytes -= ENTRY_BYTES;
        }
      }
    });
    return survivors;
  }

  public long epoch() {
    return epoch;
  }

  /// Rough bytes on disk of all that is alive.
  public long livingBytes() {
    return livingBytes;
  }

  /// Names of all queues.
  public SortedSet<String> queues() {
    return new TreeSet<>(queues.keySet());
  }

  public QueueSettings settings(String queue) {
    return image(queue).settings;
  }

  public long nextId(String queue) {
    return image(queue).nextId;
  }

  /// By id.
  public SortedMap<Long, Living> messages(String queue) {
    return new TreeMap<>(image(queue).messages);
  }

  /// The soonest to end first.
  public List<Remembered> remembered(String queue) {
    List<Remembered> entries = new ArrayList<>();
    image(queue).remembered.values().forEach(it -> entries.add(it.entry));
    entries.sort(java.util.Comparator.comparingLong(Remembered::expiresMillis));
    return entries;
  }

  /// The subscribed queues of every topic.
  public Map<String, SortedSet<String>> topics() {
    Map<String, SortedSet<String>> copy = new TreeMap<>();
    topics.forEach((topic, subscribed) -> copy.put(topic, new TreeSet<>(subscribed)));
    return copy;
  }

  private QueueImage image(String queue) {
    QueueImage image = queues.get(queue);
    if (image == null) {
      throw new IllegalArgumentException("there is no queue " + queue);
    }
    return image;
  }
}
