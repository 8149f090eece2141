package dev.orrery.loadbalancer.edge.http;

import dev.orrery.loadbalancer.LoadBalancerConfig;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.message.RequestRewriter;
import dev.orrery.loadbalancer.core.routing.Route;
import dev.orrery.loadbalancer.core.routing.RouteTable;
import dev.orrery.runtime.http.HttpLimits;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.telemetry.Log;
import dev.orrery.runtime.telemetry.ServerDuration;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What all connections of one balancer share. Thread-safe.
public final class Proxy {
  private static final int MAXIMUM_FIELDS = 100;

  final LoadBalancerConfig config;
  final HttpLimits limits;
  final RequestRewriter rewriter;
  final Tracer tracer;
  final ServerDuration duration;
  final Faults faults;
  final Log log;
  final AtomicInteger connections = new AtomicInteger();
  private final RouteTable routes;
  private final Map<Route, BackendPool> pools;
  private volatile boolean draining;

  /// @param pools the backends of each route of `routes`
  public Proxy(
      LoadBalancerConfig config,
      ComponentContext context,
      RouteTable routes,
      Map<Route, BackendPool> pools) {
    this.config = config;
    this.limits =
        HttpLimits.DEFAULTS
            .withRequestLineBytes((int) config.requestLine().bytes())
            .withHeaders((int) config.headers().bytes(), MAXIMUM_FIELDS);
    this.rewriter = new RequestRewriter(config.trustForwarded());
    this.tracer = context.tracer();
    this.duration = new ServerDuration(context.openTelemetry());
    this.faults = context.faults();
    this.log = context.log();
    this.routes = routes;
    this.pools = Map.copyOf(pools);
  }

  /// The backends that answer for this path.
  Optional<BackendPool> pool(String path) {
    return routes.match(path).map(pools::get);
  }

  boolean isDraining() {
    return draining;
  }

  /// From now on each answer is the last of its connection.
  void drain() {
    draining = true;
  }

  /// Connections of clients open now, as a share of those allowed.
  public double saturation() {
    return (double) connections.get() / config.maximumConnections();
  }
}
