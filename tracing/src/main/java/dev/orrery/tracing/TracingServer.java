package dev.orrery.tracing;

import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.telemetry.TelemetryFilter;
import dev.orrery.tracing.core.Observations;
import dev.orrery.tracing.core.logs.LogStore;
import dev.orrery.tracing.core.metrics.SignalBoard;
import dev.orrery.tracing.core.trace.StringPool;
import dev.orrery.tracing.core.trace.TraceAssembly;
import dev.orrery.tracing.core.trace.TraceStore;
import dev.orrery.tracing.core.view.Answers;
import dev.orrery.tracing.edge.grpc.TracingService;
import dev.orrery.tracing.edge.http.JsonRoutes;
import dev.orrery.tracing.edge.http.Pages;
import dev.orrery.tracing.edge.otlp.LogsIntake;
import dev.orrery.tracing.edge.otlp.MetricsIntake;
import dev.orrery.tracing.edge.otlp.TraceIntake;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The observability component: OTLP and the contract on port `grpc`, JSON and pages on port
/// `http`. All it keeps is in memory, on purpose: what it knows is worth an hour, and a collector
/// that waits for a disk slows down everything that reports to it.
///
/// Thread-safe; the two servers are guarded by the object's monitor.
public final class TracingServer implements Component {
  private final ComponentContext context;
  private final Observations observations;
  private @Nullable RpcServer rpc;
  private @Nullable HttpServer http;

  /// @throws IllegalArgumentException when an algorithm named in the configuration does not exist
  public TracingServer(TracingConfig config, ComponentContext context) {
    this.context = context;
    StringPool pool = new StringPool();
    long retention = config.retention().toNanos();
    this.observations =
        new Observations(
            pool,
            new TraceStore(
                config.capacity().bytes(), retention, Algorithms.eviction(config.eviction())),
            new TraceAssembly(Algorithms.criticalPath(config.criticalPath())),
            new LogStore(config.logsCapacity().bytes(), retention, pool),
            new SignalBoard(
                config.signalsWindow().toNanos(), Algorithms.sketches(config.quantiles())));
  }

  @Override
  public synchronized void start() throws IOException {
    Answers answers = new Answers(observations);
    rpc =
        RpcServer.builder(context)
            .service(new TraceIntake(observations, context.time()))
            .service(new LogsIntake(observations, context.time()))
            .service(new MetricsIntake(observations, context.time()))
            .service(new TracingService(answers, context.time()))
            .port(context.port("grpc"))
            .start();
    HttpServer.Builder routes =
        HttpServer.builder()
            .host(context.host())
            .port(context.port("http"))
            .filter(new TelemetryFilter(context))
            .eventLoops(context.eventLoops().group(), context.eventLoops().serverChannel());
    new JsonRoutes(answers, context.time()).addTo(routes);
    new Pages(answers).addTo(routes);
    try {
      http = routes.build().start();
    } catch (IOException | RuntimeException failure) {
      rpc.kill();
      rpc = null;
      throw failure;
    }
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    if (rpc == null || http == null) {
      return List.of();
    }
    return List.of(
        new Endpoint("grpc", context.host(), rpc.port()),
        new Endpoint("http", context.host(), http.port()));
  }

  @Override
  public synchronized Health health() {
    return rpc == null ? Health.down("not started") : Health.healthy();
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.close();
      http = null;
    }
    if (rpc != null) {
      rpc.close();
      rpc = null;
    }
  }

  @Override
  public synchronized void kill() {
    if (http != null) {
      http.kill();
      http = null;
    }
    if (rpc != null) {
      rpc.kill();
      rpc = null;
    }
  }
}
