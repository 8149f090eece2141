package dev.orrery.queue.core.journal;

/// Bytes that are no batch of entries.
public final class CorruptEntryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CorruptEntryException(String message) {
    super(message);
  }
}
