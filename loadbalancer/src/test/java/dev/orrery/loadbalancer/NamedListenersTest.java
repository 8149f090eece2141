package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.testkit.wait.Await;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Listeners of layer 4 in the whole load balancer, in front of what a registry names.
class NamedListenersTest {
  @TempDir Path folder;

  /// Says one letter to each connection.
  private static ServerSocket sayer(char letter) throws IOException {
    ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
              connection.getOutputStream().write(letter);
            } catch (IOException closed) {
              // the loop looks whether it was the server
            }
          }
        });
    return server;
  }

  private static int hear(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      return socket.getInputStream().read();
    }
  }

  private static final class FixedRegistry extends RegistryGrpc.RegistryImplBase {
    private final WatchResponse answer;

    FixedRegistry(WatchResponse answer) {
      this.answer = answer;
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
      observer.onNext(answer);
    }
  }

  @Test
  void aListenerReachesTheNamedPortOfAService() throws Exception {
    try (ServerSocket a = sayer('a');
        ServerSocket b = sayer('b');
        ComponentContext registryContext =
            ComponentContext.forTest("dns", folder.resolve("registry"))) {
      WatchResponse.Builder instances =
          WatchResponse.newBuilder()
              .addInstances(
                  Instance.newBuilder()
                      .setService("log")
                      .setName("log-1")
                      .setHost("127.0.0.1")
                      .setWeight(3)
                      .putPorts("kafka", a.getLocalPort()))
              .addInstances(
                  Instance.newBuilder()
                      .setService("log")
                      .setName("log-2")
                      .setHost("127.0.0.1")
                      .putPorts("kafka", b.getLocalPort()));
      RpcServer registry =
          RpcServer.builder(registryContext).service(new FixedRegistry(instances.build())).start();
      LoadBalancerConfig config =
          Configuration.empty()
              .with("loadbalancer.routes=[]")
              .with("loadbalancer.l4.kafka=\"log:kafka\"")
              .with("loadbalancer.l4.kafka.policy=\"weighted-round-robin\"")
              .with("loadbalancer.drain-timeout=\"0ms\"")
              .bind("loadbalancer", LoadBalancerConfig.class);
      try (ComponentContext context =
              ComponentContext.testBuilder("loadbalancer", folder.resolve("balancer"))
                  .target("dns", "127.0.0.1:" + registry.port())
                  .build();
          LoadBalancerServer server = new LoadBalancerServer(config, context)) {
        server.start();
        int port =
            server.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals("kafka"))
                .mapToInt(Endpoint::port)
                .findFirst()
                .orElseThrow();
        Await.until(
            Duration.ofSeconds(10),
            () -> server.health().detail().isEmpty(),
            "the registry was heard");
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < 8; i++) {
          heard.append((char) hear(port));
        }
        assertThat(heard).hasToString("aabaaaba");
      } finally {
        registry.kill();
      }
    }
  }

  @Test
  void aBadListenerIsRefusedAtTheStartAndLeavesNothingBound() throws Exception {
    LoadBalancerConfig config =
        Configuration.empty()
            .with("loadbalancer.routes=[]")
            .with("loadbalancer.l4.kafka=\"nowhere\"")
            .bind("loadbalancer", LoadBalancerConfig.class);
    try (ComponentContext context = ComponentContext.forTest("loadbalancer", folder);
        LoadBalancerServer server = new LoadBalancerServer(config, context)) {
      assertThatThrownBy(server::start).hasMessageContaining("loadbalancer.l4.kafka");
      assertThat(server.endpoints()).isEmpty();
    }
  }
}
