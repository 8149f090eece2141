package dev.orrery.system.lab;

import java.time.Duration;
import java.util.Optional;

/// Where commands come from.
public interface Commands extends AutoCloseable {
  /// Waits for the next command, at most `bound`.
  Optional<Command> next(Duration bound) throws InterruptedException;

  /// Whether the next command waits until the present verdict is complete: a script's does, a
  /// person's does not.
  boolean patient();

  /// Leaves the input as it was found.
  @Override
  void close();
}
