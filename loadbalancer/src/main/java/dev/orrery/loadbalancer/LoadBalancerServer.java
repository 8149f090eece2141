package dev.orrery.loadbalancer;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.routing.Route;
import dev.orrery.loadbalancer.core.routing.RouteTable;
import dev.orrery.loadbalancer.edge.health.HealthProber;
import dev.orrery.loadbalancer.edge.http.HttpListener;
import dev.orrery.loadbalancer.edge.http.Proxy;
import dev.orrery.loadbalancer.edge.registry.RegistryFollower;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One load balancer: port `http` for clients, port `grpc` for health and reflection.
public final class LoadBalancerServer implements Component {
  private static final String REGISTRY = "orrery:///dns";

  private final LoadBalancerConfig config;
  private final ComponentContext context;
  private final List<RegistryFollower> followers = new CopyOnWriteArrayList<>();
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private volatile List<BackendPool> pools = List.of();
  private volatile List<Endpoint> endpoints = List.of();
  private @Nullable HttpListener listener;
  private @Nullable RpcServer rpc;

  public LoadBalancerServer(LoadBalancerConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public synchronized void start() throws Exception {
    try {
      open();
    } catch (Exception failure) {
      kill();
      throw failure;
    }
  }

  private void open() throws IOException {
    List<Route> routes = Route.parse(config.routes());
    RouteTable table = Implementations.routeTable(config.routeTable(), routes);
    Map<Route, BackendPool> byRoute = pools(routes);
    pools = List.copyOf(new LinkedHashMap<>(byRoute).values().stream().distinct().toList());
    Proxy proxy = new Proxy(config, context, table, byRoute);
    HttpListener bound =
        HttpListener.bind(
            context.eventLoops(),
            new InetSocketAddress(context.host(), context.port("http")),
            proxy);
    listener = bound;
    for (BackendPool pool : pools) {
      HealthProber prober = new HealthProber(config, pool, context.log());
      stops.push(prober::close);
    }
    ObservableDoubleGauge saturation =
        context
            .meter()
            .gaugeBuilder("orrery.saturation")
            .setDescription("Connections of clients, as a share of those allowed")
            .buildWithCallback(measurement -> measurement.record(proxy.saturation()));
    stops.push(saturation::close);
    RpcServer server = RpcServer.builder(context).start();
    rpc = server;
    endpoints =
        List.of(
            new Endpoint("grpc", context.host(), server.port()),
            new Endpoint("http", context.host(), bound.port()));
  }

  /// A pool for each service, however many routes lead to it, and one for each fixed route.
  private Map<Route, BackendPool> pools(List<Route> routes) {
    Map<Route, BackendPool> byRoute = new LinkedHashMap<>();
    Map<String, BackendPool> byService = new HashMap<>();
    for (Route route : routes) {
      byRoute.put(route, byService.computeIfAbsent(route.name(), _ -> pool(route)));
    }
    return byRoute;
  }

  private BackendPool pool(Route route) {
    BackendPool pool =
        new BackendPool(
            route.name(), Implementations.policy(config.policy()), config.rise(), config.fall());
    if (route.service().isEmpty()) {
      pool.replace(route.fixed().stream().map(LoadBalancerServer::fixed).toList());
    } else {
      RegistryFollower follower =
          new RegistryFollower(context.channels().channel(REGISTRY), pool, context.log());
      followers.add(follower);
      stops.push(follower::close);
    }
    return pool;
  }

  private static Backend.Address fixed(String address) {
    int colon = address.lastIndexOf(':');
    return new Backend.Address(
        address,
        address.substring(0, colon).replaceAll("[\\[\\]]", ""),
        Integer.parseInt(address.substring(colon + 1)));
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Health health() {
    if (endpoints.isEmpty()) {
      return Health.down("not started");
    }
    for (BackendPool pool : pools) {
      if (pool.healthyCount() == 0) {
        return Health.degraded("no backend of " + pool.service() + " is fit");
      }
    }
    return followers.stream().allMatch(RegistryFollower::isConnected)
        ? Health.healthy()
        : Health.degraded("misses the registry; the backends last known stay in use");
  }

  @Override
  public synchronized void close() {
    if (listener != null) {
      listener.drain(config.drainTimeout());
      listener = null;
    }
    if (rpc != null) {
      rpc.close();
      rpc = null;
    }
    stop();
  }

  @Override
  public synchronized void kill() {
    if (listener != null) {
      listener.kill();
      listener = null;
    }
    if (rpc != null) {
      rpc.kill();
      rpc = null;
    }
    stop();
  }

  private void stop() {
    endpoints = List.of();
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
  }
}
