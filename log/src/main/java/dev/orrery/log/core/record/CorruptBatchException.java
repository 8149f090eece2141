package dev.orrery.log.core.record;

/// The bytes are not a record batch, or not the one that was written.
public final class CorruptBatchException extends RuntimeException {
  public CorruptBatchException(String message) {
    super(message);
  }
}
