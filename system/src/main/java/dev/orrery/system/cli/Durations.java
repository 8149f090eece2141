package dev.orrery.system.cli;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.Default;
import java.time.Duration;

/// Durations as people type them, in the configuration's own form.
final class Durations {
  private Durations() {}

  private record Holder(@Default("0ms") Duration delay) {}

  /// @throws dev.orrery.runtime.config.ConfigurationException naming the form
  static Duration parse(String text) {
    return Configuration.empty()
        .with("argument.delay=" + text)
        .bind("argument", Holder.class)
        .delay();
  }
}
