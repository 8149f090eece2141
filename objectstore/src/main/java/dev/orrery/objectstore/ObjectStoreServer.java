package dev.orrery.objectstore;

import dev.orrery.objectstore.core.account.Accounts;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.store.OrderedStore;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.grpc.ObjectStoreService;
import dev.orrery.objectstore.edge.s3.S3Handler;
import dev.orrery.runtime.http.HttpLimits;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.telemetry.TelemetryFilter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The object store, assembled: configuration and context in, a running component out.
///
/// Threads: the kits' virtual ones, a few platform threads that touch files, and one that collects.
/// Closing goes from the outside in: the servers, then those threads, and the catalog last, which
/// must not be touched once closed.
public final class ObjectStoreServer implements Component {
  /// The kit's own bound on header fields; ours is lower and answers in S3's form.
  private static final int KIT_HEADER_BYTES = 64 << 10;

  private static final int KIT_HEADER_FIELDS = 500;

  private final ObjectStoreConfig config;
  private final ComponentContext context;
  private @Nullable Running running;

  /// What exists between start and stop.
  private record Running(
      ObjectStore store,
      FileThreads threads,
      Housekeeping housekeeping,
      HttpServer http,
      RpcServer rpc,
      ObservableDoubleGauge saturation) {}

  public ObjectStoreServer(ObjectStoreConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public synchronized void start() throws IOException {
    if (running != null) {
      throw new IllegalStateException("already started");
    }
    Accounts accounts = CredentialsFile.load(context.data().path(), config);
    Set<String> volumes = volumes();
    ObjectStore store = open(volumes);
    FileThreads threads =
        new FileThreads(context.instance(), config.fileThreads(), config.fileQueueLength());
    Housekeeping housekeeping =
        new Housekeeping(
            store.collector(), volumes, config.collectEvery(), context.instance(), context.log());
    HttpServer http = http(store, threads, accounts);
    try {
      http.start();
      RpcServer rpc =
          RpcServer.builder(context)
              .service(
                  new ObjectStoreService(
                      store,
                      threads,
                      accounts,
                      context.time(),
                      config.region(),
                      () -> context.host() + ":" + http.port()))
              .start();
      housekeeping.start();
      ObservableDoubleGauge saturation =
          context
              .meter()
              .gaugeBuilder("orrery.saturation")
              .buildWithCallback(measurement -> measurement.record(threads.fullness()));
      running = new Running(store, threads, housekeeping, http, rpc, saturation);
    } catch (IOException | RuntimeException failure) {
      http.kill();
      threads.close();
      store.close();
      throw failure;
    }
  }

  private Set<String> volumes() {
    Set<String> volumes = new TreeSet<>();
    for (int i = 1; i <= config.volumes(); i++) {
      volumes.add("volume-" + i);
    }
    return volumes;
  }

  private ObjectStore open(Set<String> volumes) throws IOException {
    OrderedStore catalog = SwapPoints.catalog(config, context.data());
    try {
      return new ObjectStore(
          catalog,
          SwapPoints.chunks(config, context.data().disk()),
          SwapPoints.placement(config, volumes),
          new ObjectStore.Settings(config.chunkSize().bytes(), config.minimumPartSize().bytes()));
    } catch (IOException | RuntimeException failure) {
      catalog.close();
      throw failure;
    }
  }

  private HttpServer http(ObjectStore store, FileThreads threads, Accounts accounts) {
    S3Handler handler =
        new S3Handler(
            store,
            threads,
            accounts,
            context.time(),
            context.log(),
            new S3Handler.Settings(
                config.region(), config.domainList(), config.maximumObjectSize().bytes()));
    return HttpServer.builder()
        .host(context.host())
        .port(context.port("s3"))
        .eventLoops(context.eventLoops().group(), context.eventLoops().serverChannel())
        .limits(
            HttpLimits.DEFAULTS
                .withRequestLineBytes(KIT_HEADER_BYTES)
                .withHeaders(KIT_HEADER_BYTES, KIT_HEADER_FIELDS)
                .withConnections(config.connections())
                // The handler knows the limits of S3; chunked coding adds to what it counts.
                .withBodyBytes(Long.MAX_VALUE))
        .filter(new TelemetryFilter(context))
        .filter(handler)
        .fallback(handler)
        .build();
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    return running == null
        ? List.of()
        : List.of(
            new Endpoint("grpc", context.host(), running.rpc().port()),
            new Endpoint("s3", context.host(), running.http().port()));
  }

  @Override
  public synchronized Health health() {
    if (running == null) {
      return Health.down("not started");
    }
    return running
        .store()
        .failure()
        .map(cause -> Health.down("the disk failed, nothing is changed until a restart: " + cause))
        .orElseGet(Health::healthy);
  }

  @Override
  public synchronized void close() {
    stop(false);
  }

  @Override
  public synchronized void kill() {
    stop(true);
  }

  private void stop(boolean atOnce) {
    Running stopping = running;
    if (stopping == null) {
      return;
    }
    running = null;
    stopping.saturation().close();
    if (atOnce) {
      stopping.http().kill();
      stopping.rpc().kill();
    } else {
      stopping.http().close();
      stopping.rpc().close();
    }
    stopping.threads().close();
    stopping.housekeeping().close();
    try {
      stopping.store().close();
    } catch (IOException failure) {
      context.log().error("closing the catalog failed", failure);
    }
  }
}
