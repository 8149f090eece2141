package dev.orrery.log.broker;

/// Why the broker does not do what was asked.
public final class BrokerException extends RuntimeException {
  /// Told apart by what the caller should do.
  public enum Kind {
    /// The topic is there with another number of partitions.
    TOPIC_EXISTS,
    /// A bound is reached; `message` names it.
    LIMIT,
    /// Too much waits already; come back later.
    OVERLOADED,
    /// The broker has stopped, or is stopping.
    STOPPED
  }

  private final Kind kind;

  public BrokerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
