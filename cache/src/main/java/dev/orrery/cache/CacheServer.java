package dev.orrery.cache;

import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.diagnostics.Monitor;
import dev.orrery.cache.core.diagnostics.SlowLog;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.keyspace.Keyspace;
import dev.orrery.cache.core.keyspace.KeyspaceStats;
import dev.orrery.cache.core.pubsub.PubSub;
import dev.orrery.cache.core.settings.Settings;
import dev.orrery.cache.edge.grpc.CacheService;
import dev.orrery.cache.edge.resp.RespLimits;
import dev.orrery.cache.edge.resp.RespServer;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The cache as a running component: one keyspace, the gRPC edge in front of it, and one virtual
/// thread that collects what has expired. It holds nothing on disk.
public final class CacheServer implements Component {
  /// The collector looks at the clock at least so often: it is not woken when a key with an earlier
  /// deadline comes in. Readers never see an expired key, whatever the collector does.
  private static final Duration COLLECTOR_PERIOD = Duration.ofMillis(100);

  /// When more is due than one batch, others get the lock in between.
  private static final Duration BETWEEN_BATCHES = Duration.ofNanos(50_000);

  /// Bytes read ahead of a client that waits in a blocking command.
  private static final int BLOCKED_INPUT = 1 << 20;

  private final CacheConfig config;
  private final ComponentContext context;
  private final Time time;
  private final Databases databases;
  private final Keyspace keyspace;
  private final Server server;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<AutoCloseable> instruments = new ArrayList<>();
  private @Nullable RpcServer rpc;
  private @Nullable RespServer resp;
  private @Nullable Thread collector;

  /// @throws dev.orrery.runtime.config.ConfigurationException when a class it names is unusable
  public CacheServer(CacheConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
    this.time = context.time();
    this.databases =
        new Databases(Algorithms.eviction(config.eviction(), config.capacity().bytes()), time);
    this.keyspace = new Keyspace(databases, Algorithms.sortedLists(config.sortedList()));
    this.server = new Server(databases, new Settings(), CommandFamilies.table());
    MemorySettings.register(server, config);
    PubSub.install(server);
    SlowLog.install(server);
    Monitor.install(server);
  }

  @Override
  public synchronized void start() throws IOException {
    rpc = RpcServer.builder(context).service(new CacheService(keyspace, config.eviction())).start();
    resp =
        RespServer.start(
            server, limits(), context.eventLoops(), context.host(), context.port("resp"));
    server.info().setPort(resp.port());
    collector = Thread.ofVirtual().name(context.instance() + "-expiry").start(this::collect);
    observe();
  }

  private RespLimits limits() {
    return new RespLimits(
        config.resp().clients(),
        config.resp().request().bytes(),
        config.resp().output().bytes(),
        BLOCKED_INPUT);
  }

  private void collect() {
    while (!stopped.get()) {
      LockSupport.parkNanos(keyspace.expireDue() ? BETWEEN_BATCHES.toNanos() : untilNextDeadline());
    }
  }

  private long untilNextDeadline() {
    OptionalLong deadline = keyspace.nextDeadline();
    return deadline.isPresent()
        ? Math.min(COLLECTOR_PERIOD.toNanos(), deadline.getAsLong() - time.monotonicNanos())
        : COLLECTOR_PERIOD.toNanos();
  }

  private void observe() {
    count("orrery.cache.hits", "reads that found a value", KeyspaceStats::hits);
    count("orrery.cache.misses", "reads that found none", KeyspaceStats::misses);
    count("orrery.cache.evictions", "keys dropped for want of room", KeyspaceStats::evictions);
    count("orrery.cache.expirations", "keys whose time was over", KeyspaceStats::expirations);
    Meter meter = context.meter();
    instruments.add(
        meter
            .gaugeBuilder("orrery.cache.used_bytes")
            .ofLongs()
            .setUnit("By")
            .setDescription("bytes accounted to keys, values and structures")
            .buildWithCallback(gauge -> gauge.record(keyspace.stats().usedBytes())));
    instruments.add(
        meter
            .gaugeBuilder("orrery.saturation")
            .setUnit("1")
            .setDescription("share of the capacity that is used")
            .buildWithCallback(gauge -> gauge.record(saturation(keyspace.stats()))));
  }

  private void count(String name, String description, ToLongFunction<KeyspaceStats> count) {
    instruments.add(
        context
            .meter()
            .counterBuilder(name)
            .setDescription(description)
            .buildWithCallback(counter -> counter.record(count.applyAsLong(keyspace.stats()))));
  }

  private static double saturation(KeyspaceStats stats) {
    return stats.capacityBytes() == 0 ? 0 : (double) stats.usedBytes() / stats.capacityBytes();
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    return rpc == null || resp == null
        ? List.of()
        : List.of(
            new Endpoint("grpc", context.host(), rpc.port()),
            new Endpoint("resp", context.host(), resp.port()));
  }

  @Override
  public synchronized Health health() {
    return rpc == null || stopped.get() ? Health.down("not running") : Health.healthy();
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
    if (stopped.getAndSet(true)) {
      return;
    }
    if (rpc != null) {
      how.accept(rpc);
    }
    if (resp != null) {
      resp.close();
    }
    if (collector != null) {
      LockSupport.unpark(collector);
    }
    instruments.forEach(this::closeInstrument);
  }

  private void closeInstrument(AutoCloseable instrument) {
    try {
      instrument.close();
    } catch (Exception failure) {
      context.log().warn("an instrument did not close", "cause", failure.toString());
    }
  }
}
