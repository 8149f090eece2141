package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.deduplication.DeduplicationWindow;
import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.LedgerOptions;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.journal.JournalImage;
import dev.orrery.queue.core.message.StoredMessage;
import dev.orrery.queue.core.retry.RetryPolicy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// One queue in memory: its books, its messages, those on their way to the disk included.
final class LiveQueue {
  final String name;
  final QueueSettings settings;
  final DeliveryLedger ledger;
  final DeduplicationWindow window;

  /// Topics it is subscribed to.
  final TreeSet<String> topics = new TreeSet<>();

  /// Queues whose dead letters come here.
  final TreeSet<String> sources = new TreeSet<>();

  /// Ids of the dead that wait for room in the dead-letter queue.
  final ArrayDeque<Long> dead = new ArrayDeque<>();

  private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
  private long bytes;
  private long nextId = 1;

  private LiveQueue(
      String name,
      QueueSettings settings,
      EngineOptions options,
      LongSupplier tokens,
      List<MessageState> states) {
    this.name = name;
    this.settings = settings;
    this.window = new DeduplicationWindow(options.deduplicationCapacity());
    RetryPolicy retry =
        options
            .retries()
            .make(
                settings.retryBaseMillis(),
                settings.retryMaximumMillis(),
                options.seed() + name.hashCode());
    this.ledger =
        options
            .ledgers()
            .open(new LedgerOptions(settings.maximumDeliveries(), retry, tokens), states);
  }

  static LiveQueue fresh(
      String name, QueueSettings settings, EngineOptions options, LongSupplier tokens) {
    return new LiveQueue(name, settings, options, tokens, List.of());
  }

  /// As the journal's image has it.
  ///
  /// @param now no delay or lease ends later than the longest one from now
  static LiveQueue restored(
      String name, JournalImage image, EngineOptions options, LongSupplier tokens, long now) {
    SortedMap<Long, JournalImage.Living> living = image.messages(name);
    List<MessageState> states =
        living.values().stream().map(it -> bounded(it.state(), now)).toList();
    LiveQueue queue = new LiveQueue(name, image.settings(name), options, tokens, states);
    queue.nextId = Math.max(1, image.nextId(name));
    living.forEach((id, it) -> {
      queue.hold(id, it.message());
      if (it.state().phase() == MessageState.Phase.DEAD) {
        queue.dead.addLast(id);
      }
    });
    image
        .remembered(name)
        .forEach(
            it -> queue.window.remember(it.deduplicationId(), it.messageId(), it.expiresMillis()));
    return queue;
  }

  private static MessageState bounded(MessageState state, long now) {
    long until = Math.min(state.untilMillis(), now + EngineOptions.MAXIMUM_WAIT_MILLIS);
    return new MessageState(state.id(), state.phase(), state.deliveries(), until, state.token());
  }

  /// Gives a message its id and counts it.
  long admit(StoredMessage message) {
    long id = nextId++;
    hold(id, message);
    return id;
  }

  private void hold(long id, StoredMessage message) {
    messages.put(id, message);
    bytes += message.sizeBytes();
  }

  StoredMessage message(long id) {
    StoredMessage message = messages.get(id);
    if (message == null) {
      throw new IllegalStateException("queue " + name + " does not hold message " + id);
    }
    return message;
  }

  /// Returns the bytes that became free.
  long release(long id) {
    StoredMessage gone = messages.remove(id);
    long freed = gone == null ? 0 : gone.sizeBytes();
    bytes -= freed;
    return freed;
  }

  List<Long> ids() {
    return List.copyOf(messages.keySet());
  }

  int depth() {
    return messages.size();
  }

  long bytes() {
    return bytes;
  }

  long nextId() {
    return nextId;
  }

  boolean hasRoomFor(int more, long moreBytes) {
    return messages.size() + (long) more <= settings.maximumMessages()
        && bytes + moreBytes <= settings.maximumBytes();
  }

  /// @throws QueueException QUEUE_FULL, saying which bound
  void requireRoomFor(int more, long moreBytes) {
    if (messages.size() + (long) more > settings.maximumMessages()) {
      throw full("messages", settings.maximumMessages());
    }
    if (bytes + moreBytes > settings.maximumBytes()) {
      throw full("bytes", settings.maximumBytes());
    }
  }

  private QueueException full(String bound, long limit) {
    return new QueueException(
            QueueException.Kind.QUEUE_FULL,
            "queue " + name + " is full: it holds at most " + limit + " " + bound)
        .with("queue", name)
        .with("bound", bound)
        .with("limit", Long.toString(limit));
  }
}
