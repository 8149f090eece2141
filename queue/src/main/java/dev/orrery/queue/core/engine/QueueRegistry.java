package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.journal.JournalEntry.QueueDefined;
import dev.orrery.queue.core.journal.JournalEntry.QueueDeleted;
import dev.orrery.queue.core.journal.JournalEntry.Subscribed;
import dev.orrery.queue.core.journal.JournalEntry.TopicDefined;
import dev.orrery.queue.core.journal.JournalEntry.TopicDeleted;
import dev.orrery.queue.core.journal.JournalEntry.Unsubscribed;
import dev.orrery.queue.core.journal.JournalImage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/// Which queues and topics there are, and who listens to what. Every change is answered once it is
/// durable.
public final class QueueRegistry {
  /// Lease tokens count up from the epoch, one life of the broker, in the upper bits.
  private static final int EPOCH_SHIFT = 40;

  private final EngineOptions options;
  private final Changes changes;
  private final AtomicLong tokens;
  private final TreeMap<String, LiveQueue> queues = new TreeMap<>();
  private final TreeMap<String, TreeSet<String>> topics = new TreeMap<>();

  QueueRegistry(EngineOptions options, JournalImage image, Changes changes, long now) {
    this.options = options;
    this.tokens = new AtomicLong(image.epoch() << EPOCH_SHIFT);
    this.changes = changes;
    for (String name : image.queues()) {
      queues.put(name, LiveQueue.restored(name, image, options, tokens::getAndIncrement, now));
    }
    queues.values().forEach(this::link);
    image
        .topics()
        .forEach((topic, subscribed) -> {
          topics.put(topic, new TreeSet<>(subscribed));
          subscribed.forEach(queue -> queue(queue).topics.add(topic));
        });
  }

  private void link(LiveQueue queue) {
    find(queue.settings.deadLetterQueue()).ifPresent(it -> it.sources.add(queue.name));
  }

  // ---- queues --------------------------------------------------------------------------------

  /// Returns whether it was there already, with the same settings.
  public boolean create(String name, QueueSettings settings, Runnable durable) {
    LiveQueue known = queues.get(name);
    if (known != null) {
      if (!known.settings.equals(settings)) {
        throw new QueueException(
            QueueException.Kind.QUEUE_EXISTS,
            "queue " + name + " is there with other settings: " + known.settings);
      }
      changes.write(List.of(), durable);
      return true;
    }
    if (settings.maximumDeliveries() > 0) {
      queue(settings.deadLetterQueue());
    }
    if (queues.size() >= options.maximumQueues()) {
      throw limit("queues", options.maximumQueues());
    }
    LiveQueue created = LiveQueue.fresh(name, settings, options, tokens::getAndIncrement);
    queues.put(name, created);
    link(created);
    changes.write(List.of(new QueueDefined(name, settings, created.nextId())), durable);
    return false;
  }

  LiveQueue delete(String name, Runnable durable) {
    LiveQueue queue = queue(name);
    if (!queue.sources.isEmpty()) {
      throw new QueueException(
          QueueException.Kind.QUEUE_IN_USE,
          "queue " + name + " is the dead-letter queue of " + String.join(", ", queue.sources));
    }
    queues.remove(name);
    find(queue.settings.deadLetterQueue()).ifPresent(it -> it.sources.remove(name));
    queue.topics.forEach(topic -> subscribers(topic).remove(name));
    changes.write(List.of(new QueueDeleted(name)), durable);
    return queue;
  }

  LiveQueue queue(String name) {
    return find(name)
        .orElseThrow(() ->
            new QueueException(
                    QueueException.Kind.QUEUE_NOT_FOUND, "there is no queue '" + name + "'")
                .with("queue", name));
  }

  Optional<LiveQueue> find(String name) {
    return Optional.ofNullable(queues.get(name));
  }

  Collection<LiveQueue> all() {
    return queues.values();
  }

  /// In order.
  public SortedSet<String> queueNames() {
    return new TreeSet<>(queues.keySet());
  }

  public QueueView describe(String name) {
    LiveQueue queue = queue(name);
    return new QueueView(
        name, queue.settings, queue.ledger.counts(), queue.bytes(), List.copyOf(queue.topics));
  }

  public QueueSettings settings(String name) {
    return queue(name).settings;
  }

  // ---- topics --------------------------------------------------------------------------------

  /// Returns whether it was there already.
  public boolean createTopic(String topic, Runnable durable) {
    boolean existed = topics.containsKey(topic);
    if (!existed && topics.size() >= options.maximumQueues()) {
      throw limit("topics", options.maximumQueues());
    }
    topics.putIfAbsent(topic, new TreeSet<>());
    changes.write(existed ? List.of() : List.of(new TopicDefined(topic)), durable);
    return existed;
  }

  public void deleteTopic(String topic, Runnable durable) {
    subscribers(topic).forEach(queue -> queue(queue).topics.remove(topic));
    topics.remove(topic);
    changes.write(List.of(new TopicDeleted(topic)), durable);
  }

  /// Returns whether it was subscribed already.
  public boolean subscribe(String topic, String queue, Runnable durable) {
    SortedSet<String> subscribed = subscribers(topic);
    LiveQueue subscriber = queue(queue);
    boolean existed = subscribed.contains(queue);
    if (!existed && subscribed.size() >= options.maximumSubscriptions()) {
      throw limit("subscriptions of a topic", options.maximumSubscriptions());
    }
    subscribed.add(queue);
    subscriber.topics.add(topic);
    changes.write(existed ? List.of() : List.of(new Subscribed(topic, queue)), durable);
    return existed;
  }

  /// Returns whether it was subscribed.
  public boolean unsubscribe(String topic, String queue, Runnable durable) {
    SortedSet<String> subscribed = subscribers(topic);
    queue(queue).topics.remove(topic);
    boolean existed = subscribed.remove(queue);
    changes.write(existed ? List.of(new Unsubscribed(topic, queue)) : List.of(), durable);
    return existed;
  }

  List<LiveQueue> subscribed(String topic) {
    return subscribers(topic).stream().map(this::queue).toList();
  }

  /// In order.
  public List<String> subscriberNames(String topic) {
    return List.copyOf(subscribers(topic));
  }

  /// In order.
  public SortedSet<String> topicNames() {
    return new TreeSet<>(topics.keySet());
  }

  private SortedSet<String> subscribers(String topic) {
    SortedSet<String> subscribed = topics.get(topic);
    if (subscribed == null) {
      throw new QueueException(
              QueueException.Kind.TOPIC_NOT_FOUND, "there is no topic '" + topic + "'")
          .with("topic", topic);
    }
    return subscribed;
  }

  private static QueueException limit(String what, int limit) {
    return new QueueException(
            QueueException.Kind.LIMIT_REACHED, "there are at most " + limit + " " + what)
        .with("limit", Integer.toString(limit));
  }
}
