package dev.orrery.loadbalancer.edge.stream;

import dev.orrery.loadbalancer.LoadBalancerConfig;
import dev.orrery.loadbalancer.LoadBalancerServer;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;

/// A load balancer with one listener of layer 4, in a process of its own: its CPU time is nobody
/// else's. Argument: the backend, `host:port`. Prints `ready stream=PORT`.
final class BalancerProcess {
  private BalancerProcess() {}

  public static void main(String[] arguments) throws Exception {
    LoadBalancerConfig config =
        Configuration.empty()
            .with("loadbalancer.routes=[]")
            .with("loadbalancer.l4.stream=\"" + arguments[0] + "\"")
            .with("loadbalancer.health-interval=\"60s\"")
            .bind("loadbalancer", LoadBalancerConfig.class);
    try (ComponentContext context =
            ComponentContext.forTest("loadbalancer", Files.createTempDirectory("balancer"));
        LoadBalancerServer server = new LoadBalancerServer(config, context)) {
      server.start();
      server.endpoints().stream()
          .filter(endpoint -> endpoint.name().equals("stream"))
          .forEach(endpoint -> System.out.println("ready stream=" + endpoint.port()));
      new CountDownLatch(1).await();
    }
  }
}
