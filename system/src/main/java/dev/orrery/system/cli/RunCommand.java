package dev.orrery.system.cli;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.system.model.Catalog;
import dev.orrery.system.model.ComponentKind;
import dev.orrery.system.model.LoneComponent;
import dev.orrery.system.model.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./orrery run cache`: one component in a process of its own.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one component in a process of its own.",
      "When all its ports answer it prints one line on standard output: ready NAME=HOST:PORT …"
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "COMPONENT", description = "e.g. cache")
  private String component = "";

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--port",
      paramLabel = "NAME=NUMBER",
      description = "a port by its name; 0 takes any free one; may be given several times")
  private Map<String, Integer> ports = new HashMap<>();

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = "name of the instance (default: COMPONENT-1)")
  private @Nullable String instance;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = new Catalog();
    ComponentKind kind = catalog.kind(component);
    Configuration configuration = common.configuration();
    LoneComponent lone =
        new LoneComponent(
            catalog,
            kind,
            instance == null ? component + "-1" : instance,
            common.data,
            allPorts(catalog, kind),
            configuration);
    lone.start();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  lone.close();
                  ended.countDown();
                  Runtime.getRuntime().halt(0); // SIGTERM drains and exits 0
                }));
    System.out.println(
        "ready "
            + lone.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(" ")));
    System.out.flush();
    if (!lone.health().detail().isEmpty()) {
      System.err.println(lone.health().detail());
    }
    ended.await();
    return 0;
  }

  /// Those given, and for the others the numbers the default profile gives the first instance of
  /// the kind.
  private Map<String, Integer> allPorts(Catalog catalog, ComponentKind kind) {
    List<String> unknown = new ArrayList<>(ports.keySet());
    unknown.removeAll(kind.ports());
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          component
              + " has no port named "
              + unknown.getFirst()
              + "; it has "
              + String.join(", ", kind.ports()));
    }
    Map<String, Integer> all = new HashMap<>();
    Profile.standard().specs(catalog, Profile.DEFAULT_PORT_BASE).stream()
        .filter(spec -> spec.kind().name().equals(kind.name()))
        .findFirst()
        .ifPresent(spec -> all.putAll(spec.ports()));
    all.putAll(ports);
    return all;
  }
}
