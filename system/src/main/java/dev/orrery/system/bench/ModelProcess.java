package dev.orrery.system.bench;

import dev.orrery.system.client.ModelClient;
import dev.orrery.system.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model in a process of its own, so that its CPU time is its own: the one that runs on the data
/// directory, or one started on a fresh one that is thrown away afterwards.
public final class ModelProcess implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofSeconds(60);
  private static final Duration STOP_BOUND = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Path data;
  private final long pid;
  private final @Nullable Process own;

  private ModelProcess(Path data, long pid, @Nullable Process own) {
    this.data = data;
    this.pid = pid;
    this.own = own;
  }

  /// @param settings `path=value`, for a model that has to be started
  /// @param say told when one has to be started
  /// @throws IOException when none runs and none can be started within a bound
  public static ModelProcess open(Path data, List<String> settings, Consumer<String> say)
      throws IOException, InterruptedException {
    Optional<ControlClient> running = ControlClient.find(data);
    if (running.isPresent()) {
      running.get().close();
      return new ModelProcess(data, ControlClient.pid(data), null);
    }
    Path fresh = Files.createTempDirectory("orrery-bench");
    say.accept("no model is running on " + data + ": starting one in a process of its own");
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(self.command().orElse("java"));
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.orrery.system.cli.Main", "up"));
    command.addAll(List.of("--data", fresh.toString(), "--port-base", "0"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
    long bound = System.nanoTime() + START_BOUND.toNanos();
    while (process.isAlive() && System.nanoTime() < bound) {
      Optional<ControlClient> started = ControlClient.find(fresh);
      if (started.isPresent()) {
        started.get().close();
        return new ModelProcess(fresh, process.pid(), process);
      }
      Thread.sleep(POLL);
    }
    process.destroyForcibly();
    throw new IOException("the model did not start within " + START_BOUND.toSeconds() + " s");
  }

  /// @throws IOException when the model has gone
  public ModelClient client() throws IOException {
    try (ControlClient control =
        ControlClient.find(data).orElseThrow(() -> new IOException("the model has stopped"))) {
      return ModelClient.of(control, data);
    }
  }

  /// User and system time of the model's process so far.
  public Optional<Duration> cpu() {
    return ProcessCpu.of(pid);
  }

  @Override
  public void close() throws IOException {
    if (own == null) {
      return;
    }
    own.destroy();
    try {
      if (!own.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        own.destroyForcibly();
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      own.destroyForcibly();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
