package dev.orrery.loadbalancer.edge.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.balancing.RoundRobin;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.wait.Await;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool follows the registry, and outlives it.
class RegistryFollowerTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  @TempDir Path data;
  private final BlockingQueue<StreamObserver<WatchResponse>> watches = new LinkedBlockingQueue<>();
  private final BackendPool pool = new BackendPool("web", new RoundRobin(), 2, 2);
  private Server registry;
  private ManagedChannel channel;
  private ComponentContext context;
  private RegistryFollower follower;

  @BeforeEach
  void start() throws Exception {
    registry =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new RegistryGrpc.RegistryImplBase() {
                  @Override
                  public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
                    assertThat(request.getService()).isEqualTo("web");
                    watches.add(observer);
                  }
                })
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", registry.getPort()).usePlaintext().build();
    context = ComponentContext.forTest("loadbalancer", data);
    follower =
        new RegistryFollower(channel, pool, "web", RegistryFollower.PORT_NAME, context.log());
  }

  @AfterEach
  void stop() {
    follower.close();
    channel.shutdownNow();
    registry.shutdownNow();
    context.close();
  }

  private StreamObserver<WatchResponse> nextWatch() throws InterruptedException {
    StreamObserver<WatchResponse> watch = watches.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
    assertThat(watch).as("a watch").isNotNull();
    return watch;
  }

  private static WatchResponse instances(String... names) {
    WatchResponse.Builder response = WatchResponse.newBuilder();
    for (String name : names) {
      response.addInstances(
          Instance.newBuilder()
              .setService("web")
              .setName(name)
              .setHost("127.0.0.1")
              .putPorts("grpc", 1)
              .putPorts("http", 2));
    }
    return response.build();
  }

  private void awaitBackends(String... names) throws Exception {
    Await.until(
        BOUND,
        () -> pool.backends().stream().map(Backend::name).toList(),
        List.of(names)::equals,
        "the backends " + List.of(names));
  }

  @Test
  void eachChangeIsFollowedAndWhatHasNoHttpPortIsNoBackend() throws Exception {
    StreamObserver<WatchResponse> watch = nextWatch();
    assertThat(follower.isConnected()).isFalse();
    watch.onNext(instances("web-1", "web-2"));
    awaitBackends("web-1", "web-2");
    assertThat(follower.isConnected()).isTrue();
    Backend stays = pool.backends().getLast();
    watch.onNext(
        instances("web-2").toBuilder()
            .addInstances(Instance.newBuilder().setName("web-3").putPorts("grpc", 1))
            .build());
    awaitBackends("web-2");
    assertThat(pool.backends().getFirst()).isSameAs(stays);
    watch.onNext(instances());
    awaitBackends();
  }

  @Test
  void whenTheRegistryIsLostTheBackendsStayAndItIsAskedAgain() throws Exception {
    StreamObserver<WatchResponse> first = nextWatch();
    first.onNext(instances("web-1"));
    awaitBackends("web-1");
    first.onError(Status.UNAVAILABLE.asRuntimeException());
    StreamObserver<WatchResponse> second = nextWatch();
    assertThat(follower.isConnected()).isFalse();
    awaitBackends("web-1");
    second.onCompleted(); // an end is a loss too
    StreamObserver<WatchResponse> third = nextWatch();
    third.onNext(instances("web-1", "web-2"));
    awaitBackends("web-1", "web-2");
    Await.until(BOUND, follower::isConnected, "the watch stands");
  }

  @Test
  void whoeverStoppedHearsNothingMore() throws Exception {
    StreamObserver<WatchResponse> watch = nextWatch();
    watch.onNext(instances("web-1"));
    awaitBackends("web-1");
    follower.close();
    Await.until(
        BOUND,
        () -> ((io.grpc.stub.ServerCallStreamObserver<WatchResponse>) watch).isCancelled(),
        "the watch is given up");
    assertThat(watches).isEmpty();
  }
}
