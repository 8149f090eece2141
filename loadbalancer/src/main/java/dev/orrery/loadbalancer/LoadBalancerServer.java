package dev.orrery.loadbalancer;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.routing.Route;
import dev.orrery.loadbalancer.core.routing.RouteTable;
import dev.orrery.loadbalancer.core.stream.StreamRule;
import dev.orrery.loadbalancer.edge.health.HealthProber;
import dev.orrery.loadbalancer.edge.health.HttpProbe;
import dev.orrery.loadbalancer.edge.health.Probe;
import dev.orrery.loadbalancer.edge.health.TcpProbe;
import dev.orrery.loadbalancer.edge.http.HttpListener;
import dev.orrery.loadbalancer.edge.http.Proxy;
import dev.orrery.loadbalancer.edge.registry.RegistryFollower;
import dev.orrery.loadbalancer.edge.stream.StreamLimits;
import dev.orrery.loadbalancer.edge.stream.StreamListener;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.net.EventLoops;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// One load balancer: port `http` for clients, a port for each listener of layer 4 by its name,
/// port `grpc` for health and reflection.
public final class LoadBalancerServer implements Component {
  private static final String REGISTRY = "orrery:///dns";

  private final LoadBalancerConfig config;
  private final ComponentContext context;
  private final List<RegistryFollower> followers = new CopyOnWriteArrayList<>();
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private final List<BackendPool> pools = new CopyOnWriteArrayList<>();
  private List<StreamListener> streams = List.of();
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
    pools.addAll(byRoute.values().stream().distinct().toList());
    Proxy proxy = new Proxy(config, context, table, byRoute);
    HttpListener bound =
        HttpListener.bind(
            context.eventLoops(),
            new InetSocketAddress(context.host(), context.port("http")),
            proxy);
    listener = bound;
    Probe healthPath = new HttpProbe(config.healthPath(), config.healthTimeout());
    byRoute.values().stream().distinct().forEach(pool -> probe(pool, healthPath));
    streams = streams();
    ObservableDoubleGauge saturation =
        context
            .meter()
            .gaugeBuilder("orrery.saturation")
            .setDescription("Connections of clients, as a share of those allowed")
            .buildWithCallback(measurement -> measurement.record(proxy.saturation()));
    stops.push(saturation::close);
    RpcServer server = RpcServer.builder(context).start();
    rpc = server;
    List<Endpoint> open = new ArrayList<>();
    open.add(new Endpoint("grpc", context.host(), server.port()));
    open.add(new Endpoint("http", context.host(), bound.port()));
    streams.forEach(stream -> open.add(new Endpoint(stream.name(), context.host(), stream.port())));
    endpoints = List.copyOf(open);
  }

  private void probe(BackendPool pool, Probe probe) {
    HealthProber prober = new HealthProber(config.healthInterval(), probe, pool, context.log());
    stops.push(prober::close);
  }

  /// The listeners of layer 4, each with a pool of its own.
  private List<StreamListener> streams() throws IOException {
    StreamLimits limits =
        new StreamLimits(
            config.maximumConnections(),
            config.backendConnections(),
            config.connectTimeout(),
            config.streamIdleTimeout());
    List<StreamListener> open = new CopyOnWriteArrayList<>();
    streams = open; // what is bound is closed also when a later one cannot be
    for (StreamRule rule : StreamRule.parse(config.l4())) {
      BackendPool pool =
          new BackendPool(
              rule.name(),
              Implementations.policy(rule.policy().isEmpty() ? config.policy() : rule.policy()),
              config.rise(),
              config.fall());
      pools.add(pool);
      int given = context.port(rule.name());
      open.add(
          StreamListener.bind(
              rule.name(),
              EventLoops.portable(),
              new InetSocketAddress(context.host(), given == 0 ? rule.port() : given),
              pool,
              limits,
              context.faults(),
              context.log()));
      if (rule.service().isEmpty()) {
        pool.replace(rule.fixed());
      } else {
        follow(pool, rule.service(), rule.portName());
      }
      probe(pool, new TcpProbe(config.healthTimeout()));
    }
    return open;
  }

  private void follow(BackendPool pool, String service, String portName) {
    RegistryFollower follower =
        new RegistryFollower(
            context.channels().channel(REGISTRY), pool, service, portName, context.log());
    followers.add(follower);
    stops.push(follower::close);
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
      pool.replace(route.fixed().stream().map(Backend.Address::of).toList());
    } else {
      follow(pool, route.service(), RegistryFollower.PORT_NAME);
    }
    return pool;
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
    streams.forEach(stream -> stream.drain(config.drainTimeout()));
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
    streams.forEach(StreamListener::kill);
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
