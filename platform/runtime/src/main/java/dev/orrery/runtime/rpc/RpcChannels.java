package dev.orrery.runtime.rpc;

import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.net.EventLoops;
import dev.orrery.runtime.telemetry.RpcClientTelemetry;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The channels of one component to its neighbours, made at first use and kept. Thread-safe.
///
/// A target is `orrery:///cache` (looked up through DNS and the registry, calls spread round robin
/// over the instances) or `127.0.0.1:9400`. Every unary call has a deadline: the one of the request
/// being served, or [#DEFAULT_DEADLINE].
public final class RpcChannels implements AutoCloseable {
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);

  private static final Duration KEEPALIVE = Duration.ofSeconds(20);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

  private final String instance;
  private final Neighbours neighbours;
  private final Credentials credentials;
  private final RpcTls tls;
  private final OpenTelemetry telemetry;
  private final Faults faults;
  private final Map<String, ManagedChannel> open = new ConcurrentHashMap<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  public RpcChannels(
      String instance,
      Neighbours neighbours,
      Credentials credentials,
      RpcTls tls,
      OpenTelemetry telemetry,
      Faults faults) {
    this.instance = instance;
    this.neighbours = neighbours;
    this.credentials = credentials;
    this.tls = tls;
    this.telemetry = telemetry;
    this.faults = faults;
  }

  /// A channel that shows the service credential, carries the caller's identity on, and is traced.
  public Channel channel(String target) {
    return channel(target, credentials.service());
  }

  /// The same with the operator's credential, for registry and admin calls.
  public Channel operatorChannel(String target) {
    return channel(target, credentials.operator());
  }

  private Channel channel(String target, String token) {
    return ClientInterceptors.intercept(
        raw(target),
        List.of(
            new RpcClientTelemetry(telemetry),
            new ClientIdentity(instance, token, DEFAULT_DEADLINE, faults)));
  }

  /// Without tracing, identity and deadlines: for the telemetry export.
  public ManagedChannel raw(String target) {
    return open.computeIfAbsent(neighbours.replaced(target), this::connect);
  }

  private ManagedChannel connect(String target) {
    EventLoops loops = EventLoops.shared();
    return NettyChannelBuilder.forTarget(target, tls.client())
        .setNameResolverArg(OrreryNameResolver.NEIGHBOURS, neighbours)
        .setNameResolverArg(OrreryNameResolver.TLS, tls)
        .eventLoopGroup(loops.group())
        .channelType(loops.clientChannel())
        .executor(executor)
        .offloadExecutor(executor)
        .defaultLoadBalancingPolicy("round_robin")
        .maxInboundMessageSize(RpcServer.MAXIMUM_MESSAGE_BYTES)
        .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
        .build();
  }

  /// Ends all channels; calls under way fail.
  @Override
  public void close() {
    open.values().forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : open.values()) {
        channel.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    executor.shutdown();
  }
}
