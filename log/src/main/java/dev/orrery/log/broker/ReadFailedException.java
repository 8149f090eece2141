package dev.orrery.log.broker;

import java.io.IOException;

/// A segment file could not be read; the cause says why, a damaged batch among others.
public final class ReadFailedException extends RuntimeException {
  private final IOException cause;

  public ReadFailedException(IOException cause) {
    super(cause.getMessage(), cause);
    this.cause = cause;
  }

  public IOException failure() {
    return cause;
  }
}
