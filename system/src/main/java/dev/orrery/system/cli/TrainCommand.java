package dev.orrery.system.cli;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.system.client.ModelSession;
import dev.orrery.system.tour.Tour;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the launcher runs once after a build, while the JVM records which classes a start needs.
@Command(
    name = "train",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "One short run for the start-up archive.")
final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "a folder to throw away")
  private Path data = Path.of("");

  @Override
  public Integer call() throws Exception {
    try (ModelSession session = ModelSession.open(data, Configuration.empty(), _ -> {})) {
      new Tour(session.client(), _ -> {}).run();
    }
    return 0;
  }
}
