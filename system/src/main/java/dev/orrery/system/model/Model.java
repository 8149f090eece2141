package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.data.DataDirectory;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Registration;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.rpc.Neighbours;
import dev.orrery.runtime.rpc.RpcTls;
import dev.orrery.runtime.telemetry.TelemetryConfig;
import dev.orrery.system.control.ControlServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A whole running model in this JVM.
///
/// ```
///   start:  lock the data directory → dns → storage and services, side by side → the edge → control
///   close:  control → the edge first (load balancer, web, gateway), then in reverse order of the profile, dns last
/// ```
///
/// The instances share this process and nothing else: each has its own context, and speaks to the
/// others over loopback sockets at addresses it looked up.
public final class Model implements AutoCloseable {
  private static final String DNS = "dns";
  private static final String SYSTEM = "system";

  /// Started last, when those they ask are there: nobody is let in to half a model.
  private static final Set<String> EDGE = Set.of("apigateway", "web", "loadbalancer");

  private final ModelOptions options;
  private final Catalog catalog;
  private final SequencedMap<String, RunningInstance> instances = new LinkedHashMap<>();
  private final Map<String, String> external;
  private final List<Registration> externalRegistrations = new ArrayList<>();
  private final TelemetryConfig telemetry;
  private final RpcTls tls;
  private final Neighbours neighbours =
      new Neighbours(() -> dnsEndpoint(), Neighbours.ZONE, Map.of());
  private @Nullable Credentials credentials;
  private @Nullable DataDirectory data;
  private @Nullable ControlServer control;
  private @Nullable ComponentContext context;

  /// @throws dev.orrery.runtime.config.ConfigurationException when the configuration is refused,
  ///   before anything is started
  public Model(ModelOptions options, Catalog catalog) {
    this.options = options;
    this.catalog = catalog;
    Configuration configuration = options.configuration();
    Set<String> known = new TreeSet<>(catalog.sections());
    known.addAll(Set.of(ComponentsConfig.SECTION, NeighboursConfig.SECTION, "telemetry", "rpc"));
    configuration.requireSections(known);
    ComponentsConfig components = ComponentsConfig.from(configuration);
    this.external = components.external();
    this.telemetry = configuration.bind("telemetry", TelemetryConfig.class);
    this.tls = configuration.bind("rpc", RpcTls.class);
    for (InstanceSpec spec : options.profile().specs(catalog, options.portBase())) {
      configuration.bind(spec.kind().section(), spec.kind().configuration());
      if (!external.containsKey(spec.kind().name())) {
        InstanceSpec chosen = onEngine(spec, components.engines().get(spec.kind().name()));
        instances.put(spec.name(), new RunningInstance(chosen, configuration, this::contextOf));
      }
    }
  }

  /// The instance with a real engine in its place, when there is one.
  private static InstanceSpec onEngine(
      InstanceSpec spec, ComponentsConfig.@Nullable Engine engine) {
    return engine == null
        ? spec
        : new InstanceSpec(
            spec.name(),
            engine.inPlaceOf(spec.kind()),
            Map.of("grpc", spec.ports().getOrDefault("grpc", 0)));
  }

  /// Starts every instance and the control port; returns when all answer and the registry knows
  /// them.
  ///
  /// @param progress told each instance's name as it is up
  /// @throws Exception when one cannot start; everything is stopped again then
  public void start(Consumer<String> progress) throws Exception {
    try {
      data = DataDirectory.open(options.data().resolve(SYSTEM));
      credentials = Credentials.in(options.data());
      startDns();
      startAll(progress, instance -> !EDGE.contains(instance.spec().kind().name()));
      startAll(progress, instance -> EDGE.contains(instance.spec().kind().name()));
      registerExternal();
      startControl();
    } catch (Exception | LinkageError failure) {
      close();
      throw failure;
    }
  }

  /// First of all, since everybody else is found through it.
  private void startDns() throws Exception {
    RunningInstance dns =
        instances.values().stream()
            .filter(instance -> instance.spec().kind().name().equals(DNS))
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "the profile " + options.profile().name() + " has no dns"));
    dns.start();
    dns.awaitRegistered();
  }

  /// Side by side, those that are meant; returns when the registry knows them all.
  private void startAll(Consumer<String> progress, Predicate<RunningInstance> meant)
      throws Exception {
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> starting = new ArrayList<>();
      for (RunningInstance instance : instances.values()) {
        if (!meant.test(instance)) {
          continue;
        }
        if (!instance.running()) {
          starting.add(
              starters.submit(() -> {
                instance.start();
                instance.awaitRegistered();
                return instance.spec().name();
              }));
        } else {
          progress.accept(instance.spec().name());
        }
      }
      for (Future<String> started : starting) {
        progress.accept(started.get());
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }

  private void registerExternal() throws InterruptedException {
    if (external.isEmpty()) {
      return;
    }
    context = systemContext();
    for (Map.Entry<String, String> entry : external.entrySet()) {
      int colon = entry.getValue().lastIndexOf(':');
      Endpoint endpoint =
          new Endpoint(
              "grpc",
              entry.getValue().substring(0, colon),
              Integer.parseInt(entry.getValue().substring(colon + 1)));
      Registration registration =
          new Registration(
              context.channels().operatorChannel(RunningInstance.REGISTRY_TARGET),
              entry.getKey(),
              entry.getKey() + "-external",
              List.of(endpoint),
              context.faults(),
              context.log());
      externalRegistrations.add(registration);
      registration.await();
    }
  }

  private void startControl() throws IOException {
    ControlServer server = new ControlServer(this, credentials(), options.portBase());
    server.start(options.data());
    control = server;
  }

  private ComponentContext systemContext() {
    return ComponentContext.builder(SYSTEM, "system-1", options.data().resolve("system-1"))
        .neighbours(neighbours)
        .credentials(credentials())
        .tls(tls)
        .telemetry(telemetry)
        .build();
  }

  private ComponentContext contextOf(InstanceSpec spec, Map<String, Integer> ports) {
    ComponentContext.Builder builder =
        ComponentContext.builder(
                spec.kind().name(), spec.name(), options.data().resolve(spec.name()))
            .neighbours(neighbours)
            .credentials(credentials())
            .tls(tls)
            .telemetry(telemetry);
    ports.forEach(builder::port);
    return builder.build();
  }

  public Credentials credentials() {
    if (credentials == null) {
      throw new IllegalStateException("not started");
    }
    return credentials;
  }

  public ModelOptions options() {
    return options;
  }

  public Catalog catalog() {
    return catalog;
  }

  /// All instances of this process, in the profile's order.
  public SequencedMap<String, RunningInstance> instances() {
    return instances;
  }

  /// Addresses by component, of those that are somebody else's.
  public Map<String, String> external() {
    return external;
  }

  /// Where the DNS server answers.
  public InetSocketAddress dnsAddress() {
    return dnsEndpoint().orElseThrow(() -> new IllegalStateException("dns is not running"));
  }

  private Optional<InetSocketAddress> dnsEndpoint() {
    return endpoint(DNS, DNS)
        .map(endpoint -> new InetSocketAddress(endpoint.host(), endpoint.port()));
  }

  /// The first endpoint of that name of that component; empty when no instance of it runs here.
  public Optional<Endpoint> endpoint(String component, String port) {
    return instances.values().stream()
        .filter(instance -> instance.spec().kind().name().equals(component))
        .flatMap(instance -> instance.endpoints().stream())
        .filter(endpoint -> endpoint.name().equals(port))
        .findFirst();
  }

  /// Where the control contract is served.
  public Endpoint controlEndpoint() {
    if (control == null) {
      throw new IllegalStateException("not started");
    }
    return control.endpoint();
  }

  @Override
  public synchronized void close() {
    if (control != null) {
      control.close();
      control = null;
    }
    externalRegistrations.forEach(Registration::close);
    externalRegistrations.clear();
    instances.sequencedValues().reversed().forEach(RunningInstance::close);
    if (context != null) {
      context.close();
      context = null;
    }
    if (data != null) {
      try {
        data.close();
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
      } finally {
        data = null;
      }
    }
  }
}
