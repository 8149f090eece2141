package dev.orrery.runtime.rpc;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import dev.orrery.runtime.net.EventLoops;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Resolves `orrery:///cache`: first by DNS, then by the registry's watch.
///
/// ```
///   SRV? _grpc._tcp.cache.orrery.test ──UDP──▶ our DNS      → first addresses, at once
///   SRV? _grpc._tcp.dns.orrery.test   ──UDP──▶ our DNS      → where the registry is
///   Watch(cache) ──gRPC──▶ registry                         → every change, as it happens
///        └─ ended or refused: ask DNS again, then watch again, with growing pauses
/// ```
///
/// An empty list is an error of the resolver's (UNAVAILABLE, "no instance of cache is registered"):
/// calls fail fast, and work as soon as an instance appears.
public final class OrreryNameResolver extends NameResolver {
  static final NameResolver.Args.Key<Neighbours> NEIGHBOURS =
      NameResolver.Args.Key.create("orrery.neighbours");
  static final NameResolver.Args.Key<RpcTls> TLS = NameResolver.Args.Key.create("orrery.tls");

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// A registry that vanished without a word is noticed by this.
  private static final Duration KEEPALIVE = Duration.ofSeconds(20);

  private final String service;
  private final Neighbours neighbours;
  private final RpcTls tls;
  private final SynchronizationContext synchronization;
  private volatile @Nullable Thread watcher;
  private volatile boolean stopped;

  OrreryNameResolver(
      String service, Neighbours neighbours, RpcTls tls, SynchronizationContext synchronization) {
    this.synchronization = synchronization;
    this.service = service;
    this.neighbours = neighbours;
    this.tls = tls;
  }

  @Override
  public String getServiceAuthority() {
    return service;
  }

  @Override
  public void start(Listener2 listener) {
    watcher = Thread.ofVirtual().name("resolve-" + service).start(() -> follow(listener));
  }

  @Override
  public void shutdown() {
    stopped = true;
    Thread running = watcher;
    if (running != null) {
      running.interrupt();
    }
  }

  private void follow(Listener2 listener) {
    long pause = FIRST_PAUSE.toMillis();
    while (!stopped) {
      try {
        InetSocketAddress dns =
            neighbours
                .dns()
                .orElseThrow(() -> new IOException("no DNS server is configured (neighbours.dns)"));
        publish(listener, SrvLookup.find(dns, neighbours.zone(), "grpc", service));
        List<InetSocketAddress> registry = SrvLookup.find(dns, neighbours.zone(), "grpc", "dns");
        if (!registry.isEmpty() && watch(listener, registry.getFirst())) {
          pause = FIRST_PAUSE.toMillis();
        }
      } catch (IOException
          | RuntimeException failure) { // one bad answer must not end the following
        deliver(
            listener,
            ResolutionResult.newBuilder()
                .setAddressesOrError(
                    StatusOr.fromStatus(
                        Status.UNAVAILABLE.withDescription(
                            "cannot find " + service + ": " + failure.getMessage())))
                .build());
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException end) {
        return;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
    }
  }

  /// Results are delivered in the channel's synchronization context, as gRPC demands.
  private void deliver(Listener2 listener, ResolutionResult result) {
    synchronization.execute(() -> listener.onResult2(result));
  }

  /// Follows the registry until the stream ends or breaks; returns whether it said anything. A
  /// registry out of reach is no error of the resolver's: what DNS has just answered stands.
  private boolean watch(Listener2 listener, InetSocketAddress registry) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(registry, tls.client())
            .eventLoopGroup(EventLoops.shared().group())
            .channelType(EventLoops.shared().clientChannel())
            .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
            .build();
    boolean heard = false;
    try {
      Iterator<WatchResponse> changes =
          RegistryGrpc.newBlockingStub(channel)
              .watch(WatchRequest.newBuilder().setService(service).build());
      while (!stopped && changes.hasNext()) {
        heard = true;
        publish(
            listener,
            changes.next().getInstancesList().stream()
                .filter(instance -> instance.containsPorts("grpc"))
                .map(OrreryNameResolver::addressOf)
                .toList());
      }
    } catch (StatusRuntimeException brokenOrRefused) {
      // The caller asks DNS again, and comes back.
    } finally {
      channel.shutdownNow();
      try {
        channel.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }
    return heard;
  }

  private static InetSocketAddress addressOf(Instance instance) {
    return new InetSocketAddress(instance.getHost(), instance.getPortsOrThrow("grpc"));
  }

  private void publish(Listener2 listener, List<InetSocketAddress> addresses) {
    StatusOr<List<EquivalentAddressGroup>> result =
        addresses.isEmpty()
            ? StatusOr.fromStatus(
                Status.UNAVAILABLE.withDescription("no instance of " + service + " is registered"))
            : StatusOr.fromValue(
                addresses.stream()
                    .map(address -> new EquivalentAddressGroup((SocketAddress) address))
                    .toList());
    deliver(listener, ResolutionResult.newBuilder().setAddressesOrError(result).build());
  }

  /// Known to gRPC through [java.util.ServiceLoader]; which neighbours a channel has is an argument
  /// of the channel.
  public static final class Provider extends NameResolverProvider {
    /// Below gRPC's own DNS resolver, which stays the one for targets without a scheme.
    private static final int PRIORITY = 4;

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
      if (!Neighbours.SCHEME.equals(target.getScheme())) {
        return null;
      }
      String path = target.getPath();
      Neighbours neighbours = arguments.getArg(NEIGHBOURS);
      RpcTls tls = arguments.getArg(TLS);
      return path == null || path.length() < 2
          ? null
          : new OrreryNameResolver(
              path.substring(1),
              neighbours == null ? Neighbours.none() : neighbours,
              tls == null ? RpcTls.plaintext() : tls,
              arguments.getSynchronizationContext());
    }

    @Override
    public String getDefaultScheme() {
      return Neighbours.SCHEME;
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return PRIORITY;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
      return Set.of(InetSocketAddress.class);
    }
  }
}
