package dev.orrery.system.cli;

import io.grpc.StatusRuntimeException;
import java.io.UncheckedIOException;
import java.net.BindException;

/// What a person is told when a command fails.
final class Failures {
  private Failures() {}

  /// One sentence (or the several of a configuration), never a stack trace.
  static String sentence(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && (cause instanceof UncheckedIOException
            || String.valueOf(cause.getMessage()).isEmpty())) {
      cause = cause.getCause();
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return "a port is in use ("
            + failure.getMessage()
            + "); choose others with --port-base or --port";
      }
    }
    if (cause instanceof StatusRuntimeException status) {
      String description = status.getStatus().getDescription();
      return description == null ? status.getStatus().getCode().toString() : description;
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.toString() : message;
  }
}
