package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.lifecycle.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One instance of the model through its stops and starts. Each start makes a new context and a new
/// component, on the same data and, once bound, the same ports. Thread-safe.
public final class RunningInstance implements AutoCloseable {
  /// The registry's target: our own DNS server tells where it is.
  static final String REGISTRY_TARGET = "orrery:///dns";

  private static final String REGISTRY = "dns";

  private final InstanceSpec spec;
  private final Configuration configuration;
  private final ContextFactory contexts;
  private final Map<String, Integer> ports;
  private volatile List<Endpoint> bound = List.of();
  private @Nullable ComponentContext context;
  private @Nullable Component component;
  private @Nullable Registration registration;

  /// Makes the context of an instance at each start.
  @FunctionalInterface
  public interface ContextFactory {
    ComponentContext create(InstanceSpec spec, Map<String, Integer> ports);
  }

  public RunningInstance(InstanceSpec spec, Configuration configuration, ContextFactory contexts) {
    this.spec = spec;
    this.configuration = configuration;
    this.contexts = contexts;
    this.ports = new HashMap<>(spec.ports());
  }

  public InstanceSpec spec() {
    return spec;
  }

  /// Starts it and enters it into the registry, when there is one.
  ///
  /// @throws IllegalStateException when it runs already
  /// @throws Exception what the component's start throws; everything is closed then
  public synchronized void start() throws Exception {
    if (component != null) {
      throw new IllegalStateException(spec.name() + " is running");
    }
    ComponentContext fresh = contexts.create(spec, Map.copyOf(ports));
    Component started = null;
    try {
      started = spec.kind().factory().create(configuration, fresh);
      started.start();
    } catch (Exception | LinkageError failure) {
      if (started != null) {
        started.kill();
      }
      fresh.close();
      throw failure;
    }
    started.endpoints().forEach(endpoint -> ports.put(endpoint.name(), endpoint.port()));
    context = fresh;
    component = started;
    bound = List.copyOf(started.endpoints());
    Optional<String> target = registryTarget(started, fresh);
    if (target.isPresent()) {
      register(target.get(), started, fresh);
    }
  }

  /// The registry enters itself at its own address; everybody else finds it by name.
  private Optional<String> registryTarget(Component started, ComponentContext fresh) {
    if (spec.kind().name().equals(REGISTRY)) {
      return started.endpoints().stream()
          .filter(endpoint -> endpoint.name().equals("grpc"))
          .map(endpoint -> endpoint.host() + ":" + endpoint.port())
          .findFirst();
    }
    boolean findable =
        fresh.neighbours().dns().isPresent() || fresh.neighbours().fixed().containsKey(REGISTRY);
    return findable ? Optional.of(REGISTRY_TARGET) : Optional.empty();
  }

  private void register(String target, Component started, ComponentContext fresh) {
    registration =
        new Registration(
            fresh.channels().operatorChannel(target),
            spec.kind().name(),
            spec.name(),
            started.endpoints(),
            fresh.faults(),
            fresh.log());
  }

  /// Waits, within a bound, until the registry knows the instance; returns whether it does.
  public boolean awaitRegistered() throws InterruptedException {
    Registration current;
    synchronized (this) {
      current = registration;
    }
    return current == null || current.await();
  }

  /// Leaves the registry, drains, stops. Does nothing when stopped.
  @Override
  public synchronized void close() {
    if (registration != null) {
      registration.close();
    }
    if (component != null) {
      component.close();
    }
    release();
  }

  /// Cuts all connections; the lease is left to lapse.
  public synchronized void kill() {
    if (registration != null) {
      registration.abandon();
    }
    if (component != null) {
      component.kill();
    }
    release();
  }

  private void release() {
    registration = null;
    component = null;
    bound = List.of();
    if (context != null) {
      context.close();
      context = null;
    }
  }

  public synchronized boolean running() {
    return component != null;
  }

  /// Empty while stopped.
  public List<Endpoint> endpoints() {
    return bound;
  }

  public synchronized Health health() {
    return component == null ? Health.down("stopped") : component.health();
  }

  /// The faults injected now; fresh ones while stopped, to no effect.
  public synchronized Faults faults() {
    return context == null ? new Faults() : context.faults();
  }

  /// Sends waiting telemetry.
  public void flushTelemetry() {
    ComponentContext current;
    synchronized (this) {
      current = context;
    }
    if (current != null) {
      current.flushTelemetry();
    }
  }
}
