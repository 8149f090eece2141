package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.system.model.Catalog;
import dev.orrery.system.model.Model;
import dev.orrery.system.model.ModelOptions;
import dev.orrery.system.model.Profile;
import dev.orrery.system.model.RunningInstance;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./orrery up`: the whole model in this process, until it is told to end.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the whole model in one process; Ctrl-C drains and ends it.")
final class UpCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "which instances there are",
      defaultValue = "default")
  private String profile = "default";

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description =
          "ports are numbered from here; 0 takes any free ones (default: ${DEFAULT-VALUE})",
      defaultValue = "" + Profile.DEFAULT_PORT_BASE)
  private int portBase = Profile.DEFAULT_PORT_BASE;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    Console console = new Console(System.out);
    Model model =
        new Model(
            new ModelOptions(chosen(), common.data, portBase, common.configuration()),
            new Catalog());
    model.start(_ -> {});
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  model.close();
                  ended.countDown();
                  Runtime.getRuntime().halt(0); // SIGTERM and Ctrl-C are the ordinary end
                }));
    print(console, model);
    console.line(
        console.green(
            String.format(Locale.ROOT, "ready in %.1f s", (System.nanoTime() - start) / NANOS)));
    ended.await();
    return 0;
  }

  private Profile chosen() {
    return Profile.named(profile)
        .orElseThrow(() ->
            new ConfigurationException("there is no profile '" + profile + "'; there is: default"));
  }

  private static void print(Console console, Model model) {
    console.line(
        console.bold(
            String.format(Locale.ROOT, "%-16s %-14s %s", "instance", "component", "endpoints")));
    for (RunningInstance instance : model.instances().values()) {
      String endpoints =
          instance.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining("  "));
      console.line(
          String.format(
              Locale.ROOT,
              "%-16s %-14s %s",
              instance.spec().name(),
              instance.spec().kind().name(),
              endpoints));
    }
    model
        .external()
        .forEach((component, address) ->
            console.line(
                String.format(
                    Locale.ROOT, "%-16s %-14s grpc=%s", "(external)", component, address)));
    console.line("");
    model
        .endpoint("loadbalancer", "http")
        .ifPresent(http ->
            console.line("open http://" + http.host() + ":" + http.port() + "/ in a browser"));
  }
}
