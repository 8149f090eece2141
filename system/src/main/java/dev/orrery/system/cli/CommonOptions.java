package dev.orrery.system.cli;

import dev.orrery.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that most commands share.
final class CommonOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where the model's state lies (default: ${DEFAULT-VALUE})",
      defaultValue = "data")
  Path data = Path.of("data");

  @Option(names = "--config", paramLabel = "FILE", description = "a TOML file; none is needed")
  @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "one setting, e.g. cache.eviction=lru; may be given several times")
  List<String> settings = new ArrayList<>();

  /// Read by the launcher script, which puts it before our own classes; named here for `--help`.
  @Option(
      names = "--classpath",
      paramLabel = "DIR",
      description = "folders or jars with classes of yours")
  @Nullable String classpath;

  Configuration configuration() {
    Configuration configuration =
        Optional.ofNullable(config).map(Configuration::read).orElseGet(Configuration::empty);
    for (String setting : settings) {
      configuration = configuration.with(setting);
    }
    return configuration;
  }
}
