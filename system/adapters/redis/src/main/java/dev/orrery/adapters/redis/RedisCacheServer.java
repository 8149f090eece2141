package dev.orrery.adapters.redis;

import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/// A cache whose memory is a Redis somewhere else. Stopping it leaves Redis as it is.
final class RedisCacheServer implements Component {
  private final URI engine;
  private final ComponentContext context;
  private final RedisConnections redis;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final List<ObservableLongCounter> instruments = new ArrayList<>();
  private @Nullable RpcServer rpc;

  RedisCacheServer(URI engine, ComponentContext context) {
    this.engine = engine;
    this.context = context;
    this.redis = new RedisConnections(engine);
  }

  /// @throws IOException when Redis does not answer, or the port is taken
  @Override
  public synchronized void start() throws IOException {
    try {
      redis.call(Jedis::ping);
    } catch (RpcException unreachable) {
      throw new IOException(
          "cannot use the Redis at "
              + engine.getHost()
              + ":"
              + engine.getPort()
              + ": "
              + unreachable.getMessage(),
          unreachable);
    }
    rpc = RpcServer.builder(context).service(new RedisCacheService(redis, hits, misses)).start();
    observe("orrery.cache.hits", "reads that found a value", hits);
    observe("orrery.cache.misses", "reads that found none", misses);
  }

  private void observe(String name, String description, LongAdder count) {
    instruments.add(
        context
            .meter()
            .counterBuilder(name)
            .setDescription(description)
            .buildWithCallback(counter -> counter.record(count.sum())));
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    return rpc == null ? List.of() : List.of(new Endpoint("grpc", context.host(), rpc.port()));
  }

  @Override
  public synchronized Health health() {
    if (rpc == null) {
      return Health.down("not running");
    }
    return redis.reachable() ? Health.healthy() : Health.degraded("Redis does not answer");
  }

  @Override
  public synchronized void close() {
    stop(RpcServer::close);
  }

  @Override
  public synchronized void kill() {
    stop(RpcServer::kill);
  }

  private void stop(Consumer<RpcServer> how) {
    if (rpc != null) {
      how.accept(rpc);
      rpc = null;
    }
    instruments.forEach(ObservableLongCounter::close);
    instruments.clear();
    redis.close();
  }
}
