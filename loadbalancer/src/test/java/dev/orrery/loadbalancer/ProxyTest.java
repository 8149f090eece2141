package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a proxy must do with well-formed messages.
class ProxyTest {
  @TempDir Path data;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private TestBackend backend(TestBackend.Answer answer) throws IOException {
    TestBackend backend = new TestBackend("backend", answer);
    open.add(backend);
    return backend;
  }

  /// A client of a balancer in front of these backends.
  private RawClient client(TestBackend... backends) throws Exception {
    List<String> addresses = new ArrayList<>();
    for (TestBackend backend : backends) {
      addresses.add(backend.address());
    }
    LoadBalancerServer server =
        new LoadBalancerServer(
            Configuration.empty()
                .with("loadbalancer.routes=[\"/=" + String.join(",", addresses) + "\"]")
                .bind("loadbalancer", LoadBalancerConfig.class),
            ComponentContext.forTest("loadbalancer", data));
    open.add(server);
    server.start();
    RawClient client = new RawClient(server.endpoints().getLast().port());
    open.add(client);
    return client;
  }

  @Test
  void keepsBothConnectionsAlive() throws Exception {
    TestBackend backend = TestBackend.named("one");
    open.add(backend);
    RawClient client = client(backend);
    for (int i = 0; i < 5; i++) {
      assertThat(client.get("/a").body()).isEqualTo("one");
    }
    assertThat(backend.connections).hasValue(1);
  }
}
