package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.system.bench.ModelProcess;
import dev.orrery.system.bench.OpenLoop;
import dev.orrery.system.bench.TimelineBench;
import dev.orrery.system.client.ModelClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./orrery bench timeline --rate 500`.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Open-loop load through the load balancer and the gateway, latencies counted from when a request was due.",
      "Uses the running model, or starts one in a process of its own for as long as it takes."
    })
final class BenchCommand implements Callable<Integer> {
  private static final double MILLIS = 1e6;

  @Parameters(
      index = "0",
      paramLabel = "WHAT",
      description = "timeline: reads of cached home timelines")
  private String what = "";

  @Option(
      names = "--rate",
      paramLabel = "R",
      required = true,
      description = "requests due a second")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "counted part (default: ${DEFAULT-VALUE})",
      defaultValue = "20")
  private int seconds = 20;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "seconds not counted (default: ${DEFAULT-VALUE})",
      defaultValue = "15")
  private int warmUp = 15;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "callers (default: ${DEFAULT-VALUE})",
      defaultValue = "64")
  private int connections = 64;

  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  @SuppressWarnings(
      "ClosingStandardOutputStreams") // what is closed is the model, which only writes to it
  public Integer call() throws Exception {
    if (!what.equals("timeline")) {
      throw new ConfigurationException("there is no bench '" + what + "'; there is: timeline");
    }
    if (!(rate > 0 && rate <= 100_000) || seconds < 1 || warmUp < 0 || connections < 1) {
      throw new ConfigurationException(
          "--rate is 0 to 100000, --seconds and --connections at least 1");
    }
    try (ModelProcess model = ModelProcess.open(common.data, common.settings, System.err::println);
        ModelClient client = model.client()) {
      TimelineBench bench = new TimelineBench(client.frontDoor());
      System.err.println("preparing readers …");
      List<String> tokens = bench.prepare(rate);
      if (warmUp > 0) {
        bench.run(
            new OpenLoop(rate, Duration.ZERO, Duration.ofSeconds(warmUp), connections), tokens);
      }
      Optional<Duration> before = model.cpu();
      OpenLoop.Outcome outcome =
          bench.run(
              new OpenLoop(rate, Duration.ZERO, Duration.ofSeconds(seconds), connections), tokens);
      Optional<Duration> after = model.cpu();
      print(new Console(System.out), outcome, before, after);
      return outcome.failed() == 0 ? 0 : Main.FAILED;
    }
  }

  private void print(
      Console console,
      OpenLoop.Outcome outcome,
      Optional<Duration> before,
      Optional<Duration> after) {
    Histogram latencies = outcome.latencies();
    console.line(
        String.format(
            Locale.ROOT,
            "rate %.0f/s  served %d  failed %d  throughput %.0f/s  p50 %.1f ms  p95 %.1f ms  p99 %.1f ms  max %.1f ms",
            rate,
            outcome.served(),
            outcome.failed(),
            outcome.throughput(),
            latencies.getValueAtPercentile(50) / MILLIS,
            latencies.getValueAtPercentile(95) / MILLIS,
            latencies.getValueAtPercentile(99) / MILLIS,
            latencies.getMaxValue() / MILLIS));
    if (before.isPresent() && after.isPresent()) {
      double cpuMillis = after.get().minus(before.get()).toNanos() / MILLIS;
      console.line(
          String.format(
              Locale.ROOT,
              "CPU of the model: %.2f ms per request (user + system, whole process)",
              cpuMillis / Math.max(1, outcome.served() + outcome.failed())));
    }
  }
}
