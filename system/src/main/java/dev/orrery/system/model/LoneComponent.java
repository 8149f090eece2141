package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.rpc.Neighbours;
import dev.orrery.runtime.rpc.RpcTls;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// One component in a process of its own. It joins a model when `neighbours.dns` says where one is;
/// without it starts all the same, sends no telemetry, and says what it misses.
public final class LoneComponent implements AutoCloseable {
  private final RunningInstance instance;
  private final boolean alone;

  /// @throws dev.orrery.runtime.config.ConfigurationException when the configuration is refused
  /// @throws IOException when the credentials in the data directory can be neither read nor written
  public LoneComponent(
      Catalog catalog,
      ComponentKind kind,
      String name,
      Path data,
      Map<String, Integer> ports,
      Configuration configuration)
      throws IOException {
    Set<String> known = new TreeSet<>(catalog.sections());
    known.addAll(Set.of(ComponentsConfig.SECTION, NeighboursConfig.SECTION, "telemetry", "rpc"));
    configuration.requireSections(known);
    NeighboursConfig neighboursConfig =
        configuration.bind(NeighboursConfig.SECTION, NeighboursConfig.class);
    Neighbours neighbours = neighboursConfig.neighbours(Neighbours.ZONE);
    TelemetryConfig telemetry = configuration.bind("telemetry", TelemetryConfig.class);
    RpcTls tls = configuration.bind("rpc", RpcTls.class);
    Credentials credentials = Credentials.in(data);
    this.alone = neighboursConfig.dns().isEmpty() && neighboursConfig.targets().isEmpty();
    this.instance =
        new RunningInstance(
            new InstanceSpec(name, kind, ports),
            configuration,
            (spec, asked) -> {
              ComponentContext.Builder builder =
                  ComponentContext.builder(kind.name(), name, data.resolve(name))
                      .neighbours(neighbours)
                      .credentials(credentials)
                      .tls(tls)
                      .telemetry(alone ? TelemetryConfig.off() : telemetry);
              asked.forEach(builder::port);
              return builder.build();
            });
  }

  /// @throws Exception when the component cannot start
  public void start() throws Exception {
    instance.start();
  }

  public List<Endpoint> endpoints() {
    return instance.endpoints();
  }

  public Health health() {
    Health health = instance.health();
    return alone && health.detail().isEmpty()
        ? Health.degraded(
            "running alone: no neighbours.dns is configured, so it is in no registry and sends no telemetry")
        : health;
  }

  @Override
  public void close() {
    instance.close();
  }
}
