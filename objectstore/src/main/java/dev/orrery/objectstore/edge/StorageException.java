package dev.orrery.objectstore.edge;

import java.util.concurrent.ExecutionException;

/// The storage could not do its work.
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final boolean busy;

  private StorageException(String message, Throwable cause, boolean busy) {
    super(message, cause);
    this.busy = busy;
  }

  static StorageException failed(ExecutionException failure) {
    return new StorageException("the storage failed: " + failure.getCause(), failure, false);
  }

  static StorageException busy(Throwable cause) {
    return new StorageException("more work waits for the disk than may", cause, true);
  }

  /// Whether it may be tried again a little later; else something is broken.
  public boolean isBusy() {
    return busy;
  }
}
