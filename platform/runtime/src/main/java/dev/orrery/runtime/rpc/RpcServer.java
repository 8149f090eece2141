package dev.orrery.runtime.rpc;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.telemetry.RpcServerTelemetry;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A gRPC server of the model: bounded, observed, drained.
///
/// Each call runs on a virtual thread of its own. Beside the component's services it serves gRPC
/// health and reflection, so that `grpcurl` and the like can ask it what it is.
public final class RpcServer implements AutoCloseable {
  /// Of one message, either way.
  public static final int MAXIMUM_MESSAGE_BYTES = 5 << 20;

  public static final int MAXIMUM_CALLS_PER_CONNECTION = 1_000;

  /// Then the connection is asked to end, and with it, after [#DRAIN], its streams: a client
  /// reconnects and finds new instances.
  public static final Duration MAXIMUM_CONNECTION_AGE = Duration.ofHours(1);

  /// How long calls under way may take to finish when the server closes.
  public static final Duration DRAIN = Duration.ofSeconds(5);

  private static final Duration KEEPALIVE = Duration.ofSeconds(30);
  private static final Duration KEEPALIVE_PERMITTED = Duration.ofSeconds(5);
  private static final Duration KILL_WAIT = Duration.ofSeconds(2);

  private final Server server;
  private final HealthStatusManager health;
  private final ExecutorService executor;
  private final ScheduledExecutorService deadlines;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean killed = new AtomicBoolean();

  private RpcServer(
      Server server,
      HealthStatusManager health,
      ExecutorService executor,
      ScheduledExecutorService deadlines) {
    this.server = server;
    this.health = health;
    this.executor = executor;
    this.deadlines = deadlines;
  }

  public static Builder builder(ComponentContext context) {
    return new Builder(context);
  }

  /// The port really bound.
  public int port() {
    return server.getPort();
  }

  /// Drains: new calls are refused, those under way have [#DRAIN] to finish. Idempotent.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
      kill();
    }
    executor.shutdown();
    deadlines.shutdown();
  }

  /// Cuts every connection now. Idempotent.
  public void kill() {
    if (!killed.compareAndSet(false, true)) {
      return;
    }
    server.shutdownNow();
    try {
      server.awaitTermination(KILL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
    deadlines.shutdownNow();
  }

  /// Collects the services of a server.
  public static final class Builder {
    private final ComponentContext context;
    private final Map<BindableService, Access> services = new HashMap<>();
    private int port;

    private Builder(ComponentContext context) {
      this.context = context;
      this.port = context.port("grpc");
    }

    /// A service that anybody may call.
    public Builder service(BindableService service) {
      return service(service, Access.OPEN);
    }

    /// A service whose callers must show themselves to be `needed`, else UNAUTHENTICATED.
    public Builder service(BindableService service, Access needed) {
      services.put(service, needed);
      return this;
    }

    /// 0 takes any free port. The default is the context's port named `grpc`.
    public Builder port(int number) {
      port = number;
      return this;
    }

    /// Binds, and returns a server that answers.
    ///
    /// @throws IOException when the port is taken or the TLS files cannot be read
    public RpcServer start() throws IOException {
      HealthStatusManager health = new HealthStatusManager();
      ExecutorService executor =
          Executors.newThreadPerTaskExecutor(
              Thread.ofVirtual().name(context.instance() + "-rpc-", 0).factory());
      ScheduledExecutorService deadlines =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name(context.instance() + "-deadlines").factory());
      Map<String, Access> needed = new HashMap<>();
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(context.host(), port), context.tls().server())
              .bossEventLoopGroup(context.eventLoops().group())
              .workerEventLoopGroup(context.eventLoops().group())
              .channelType(context.eventLoops().serverChannel())
              .executor(executor)
              .maxInboundMessageSize(MAXIMUM_MESSAGE_BYTES)
              .maxConcurrentCallsPerConnection(MAXIMUM_CALLS_PER_CONNECTION)
              .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
              .permitKeepAliveTime(KEEPALIVE_PERMITTED.toSeconds(), TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .maxConnectionAge(MAXIMUM_CONNECTION_AGE.toSeconds(), TimeUnit.SECONDS)
              .maxConnectionAgeGrace(DRAIN.toSeconds(), TimeUnit.SECONDS);
      services.forEach((service, access) -> {
        needed.put(service.bindService().getServiceDescriptor().getName(), access);
        builder.addService(service);
      });
      // The last one added is the first one called: telemetry sees what the checks refuse.
      builder
          .addService(health.getHealthService())
          .addService(ProtoReflectionServiceV1.newInstance())
          .intercept(
              new ServerChecks(
                  context.faults(),
                  context.credentials(),
                  service -> needed.getOrDefault(service, Access.OPEN),
                  deadlines))
          .intercept(new RpcServerTelemetry(context.openTelemetry(), context.log()));
      try {
        return new RpcServer(builder.build().start(), health, executor, deadlines);
      } catch (IOException | RuntimeException failure) {
        executor.shutdown();
        deadlines.shutdown();
        throw failure;
      }
    }
  }
}
