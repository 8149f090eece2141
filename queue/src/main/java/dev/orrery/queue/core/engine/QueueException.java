package dev.orrery.queue.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/// Why a call on the queues is refused. Nothing has changed then.
public final class QueueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Told apart by what the caller should do.
  public enum Kind {
    QUEUE_NOT_FOUND,
    TOPIC_NOT_FOUND,
    /// The queue is there with other settings.
    QUEUE_EXISTS,
    /// Somebody's dead-letter queue.
    QUEUE_IN_USE,
    /// A queue is at its bound.
    QUEUE_FULL,
    /// All queues together are at the broker's bound.
    BROKER_FULL,
    /// Too many queues, topics or subscriptions.
    LIMIT_REACHED,
    /// Too much waits for the disk; come back later.
    OVERLOADED,
    /// The broker has stopped, or is stopping.
    STOPPED
  }

  private final Kind kind;
  private final LinkedHashMap<String, String> details = new LinkedHashMap<>();

  public QueueException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// Adds a pair for programs. Returns this.
  public QueueException with(String key, String value) {
    details.put(key, value);
    return this;
  }

  public Kind kind() {
    return kind;
  }

  public Map<String, String> details() {
    return details;
  }
}
