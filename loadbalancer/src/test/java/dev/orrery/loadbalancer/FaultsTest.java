package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Faults;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the control contract does to a running balancer: slow it down, and cut it off.
class FaultsTest {
  @TempDir Path data;
  private TestBackend backend;
  private ComponentContext context;
  private LoadBalancerServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    backend = TestBackend.named("one");
    context = ComponentContext.forTest("loadbalancer", data);
    server =
        new LoadBalancerServer(
            Configuration.empty()
                .with("loadbalancer.routes=[\"/=" + backend.address() + "\"]")
                .bind("loadbalancer", LoadBalancerConfig.class),
            context);
    server.start();
    client = new RawClient(server.endpoints().getLast().port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    context.close();
    backend.close();
  }

  @Test
  void aSlowBalancerAnswersLateAndRightAndThenFastAgain() throws Exception {
    context.faults().slow(Duration.ofMillis(200));
    long start = System.nanoTime();
    assertThat(client.get("/").body()).isEqualTo("one");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
    context.faults().slow(Duration.ZERO);
    assertThat(client.get("/").body()).isEqualTo("one");
  }

  @Test
  void whoGoesAwayDuringTheDelayReachesNoBackend() throws Exception {
    context.faults().slow(Duration.ofMillis(300));
    try (RawClient impatient = new RawClient(server.endpoints().getLast().port())) {
      impatient.send("GET /left HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    assertThat(client.get("/stayed").body()).isEqualTo("one");
    assertThat(backend.requests)
        .extracting(TestBackend.Request::line)
        .noneMatch(line -> line.contains("/left"));
  }

  @Test
  void aPartitionedBalancerIsSilentAndAnswersWhenItHasHealed() throws Exception {
    context.faults().partition(true);
    client.patience(2 * (int) Faults.RECHECK.toMillis());
    assertThatThrownBy(() -> client.get("/")).isInstanceOf(SocketTimeoutException.class);
    assertThat(backend.requests).isEmpty();
    context.faults().partition(false);
    client.patience(10_000);
    assertThat(client.answer().body()).isEqualTo("one");
  }
}
