package dev.orrery.system.cli;

import dev.orrery.system.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// How a command finds the running model.
final class ControlOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the running model's data directory (default: ${DEFAULT-VALUE})",
      defaultValue = "data")
  Path data = Path.of("data");

  /// @throws IOException with a sentence when no model runs there
  ControlClient connect() throws IOException {
    return ControlClient.find(data)
        .orElseThrow(() ->
            new IOException(
                "no model is running on " + data + "; start one with: ./orrery up --data " + data));
  }
}
