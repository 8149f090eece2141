package dev.orrery.social.service;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The gRPC port of a social service and the watch over the neighbours it needs. Not thread-safe
/// but for [#health()] and [#endpoints()]: started and stopped by one thread. Stopping it again
/// does nothing.
public final class Serving {
  private final ComponentContext context;
  private final NeighbourWatch watch;
  private volatile @Nullable RpcServer server;
  private boolean stopped;

  /// @param needed registry names of the neighbours without which the service is degraded
  public Serving(ComponentContext context, List<String> needed) {
    this.context = context;
    this.watch = new NeighbourWatch(context, needed);
  }

  /// @param services adds the component's services to the server
  /// @throws IOException when the port is taken
  public void start(UnaryOperator<RpcServer.Builder> services) throws IOException {
    server = services.apply(RpcServer.builder(context)).start();
    watch.start();
  }

  public List<Endpoint> endpoints() {
    RpcServer running = server;
    return running == null
        ? List.of()
        : List.of(new Endpoint("grpc", context.host(), running.port()));
  }

  public Health health() {
    return server == null ? Health.down("not started") : watch.health();
  }

  public void close() {
    watch.close();
    RpcServer running = server;
    if (running != null && !stopped) {
      stopped = true;
      running.close();
    }
  }

  public void kill() {
    watch.close();
    RpcServer running = server;
    if (running != null && !stopped) {
      stopped = true;
      running.kill();
    }
  }
}
