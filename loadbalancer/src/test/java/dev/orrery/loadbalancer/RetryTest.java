package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.wait.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients notice when backends die: nothing, where that is possible.
@SuppressWarnings("StringConcatToTextBlock") // CR LF at each line end, as on the wire
class RetryTest {
  private static final int CLIENTS = 16;
  private static final int REQUESTS = 1_000;
  private static final Duration BOUND = Duration.ofSeconds(10);
  @TempDir Path data;

  private LoadBalancerServer balancer(String... backends) throws Exception {
    LoadBalancerServer server =
        new LoadBalancerServer(
            Configuration.empty()
                .with("loadbalancer.routes=[\"/=" + String.join(",", backends) + "\"]")
                .with("loadbalancer.health-interval=100ms")
                .bind("loadbalancer", LoadBalancerConfig.class),
            ComponentContext.forTest("loadbalancer", data));
    server.start();
    return server;
  }

  private static int port(LoadBalancerServer server) {
    return server.endpoints().getLast().port();
  }

  private static TestBackend closing() throws Exception {
    return new TestBackend("closing", (_, _) -> false);
  }

  @Test
  void noGetFailsWhenABackendIsKilledUnderLoad() throws Exception {
    try (TestBackend one = TestBackend.named("one");
        TestBackend two = TestBackend.named("two");
        LoadBalancerServer server = balancer(one.address(), two.address());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger done = new AtomicInteger();
      CountDownLatch half = new CountDownLatch(REQUESTS / 2);
      List<Future<Integer>> failures = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        failures.add(
            clients.submit(() -> {
              int failed = 0;
              try (RawClient client = new RawClient(port(server))) {
                while (done.getAndIncrement() < REQUESTS) {
                  failed += client.get("/").status() == 200 ? 0 : 1;
                  half.countDown();
                }
              }
              return failed;
            }));
      }
      assertThat(half.await(10, TimeUnit.SECONDS)).isTrue();
      two.kill();
      for (Future<Integer> failed : failures) {
        assertThat(failed.get()).isZero();
      }
      assertThat(two.requests).isNotEmpty();
    }
  }

  @Test
  void aSafeRequestIsRepeatedOnceElsewhere() throws Exception {
    try (TestBackend bad = closing();
        TestBackend good = TestBackend.named("good");
        LoadBalancerServer server = balancer(bad.address(), good.address());
        RawClient client = new RawClient(port(server))) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/").body()).isEqualTo("good");
      }
      assertThat(bad.requests).isNotEmpty();
      assertThat(good.requests).hasSize(10);
    }
  }

  @Test
  void thereIsNoThirdTry() throws Exception {
    try (TestBackend one = closing();
        TestBackend two = closing();
        LoadBalancerServer server = balancer(one.address(), two.address());
        RawClient client = new RawClient(port(server))) {
      assertThat(client.get("/").status()).isEqualTo(502);
      assertThat(one.requests.size() + two.requests.size()).isEqualTo(2);
    }
  }

  @Test
  void aPostThatMayHaveBeenActedOnIsNotRepeated() throws Exception {
    try (TestBackend bad = closing();
        LoadBalancerServer server = balancer(bad.address());
        RawClient client = new RawClient(port(server))) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
      assertThat(client.answer().status()).isEqualTo(502);
      assertThat(bad.requests).hasSize(1);
    }
  }

  @Test
  void aPostToABackendThatRefusesGoesElsewhere() throws Exception {
    TestBackend gone = TestBackend.named("gone");
    gone.close();
    try (TestBackend good = TestBackend.named("good");
        LoadBalancerServer server = balancer(gone.address(), good.address());
        RawClient client = new RawClient(port(server))) {
      for (int i = 0; i < 4; i++) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        assertThat(client.answer().body()).isEqualTo("good");
      }
    }
  }

  @Test
  void aBackendThatSaysItIsUnfitGetsNothingUntilItIsFitAgain() throws Exception {
    try (TestBackend one = TestBackend.named("one");
        TestBackend two = TestBackend.named("two");
        LoadBalancerServer server = balancer(one.address(), two.address());
        RawClient client = new RawClient(port(server))) {
      two.fit = false;
      untilBodiesAre(client, List.of("one", "one", "one", "one"));
      two.fit = true;
      untilBodiesAre(client, List.of("one", "two", "one", "two"));
      one.fit = false;
      two.fit = false;
      Await.until(BOUND, () -> client.get("/").status() == 503, "503");
    }
  }

  private static void untilBodiesAre(RawClient client, List<String> wanted) {
    Await.until(
        BOUND,
        () -> {
          List<String> bodies = new ArrayList<>();
          for (int i = 0; i < wanted.size(); i++) {
            bodies.add(client.get("/").body());
          }
          // The rotation may begin anywhere.
          return bodies.stream().sorted().toList().equals(wanted.stream().sorted().toList());
        },
        "answers " + wanted);
  }

  @Test
  void aRequestInFlightIsAnsweredWhenTheBalancerStops() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (TestBackend slow =
            new TestBackend(
                "slow",
                (_, out) -> {
                  asked.countDown();
                  try {
                    answer.await();
                  } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                  }
                  TestBackend.text(out, "late");
                  return true;
                });
        LoadBalancerServer server = balancer(slow.address());
        RawClient client = new RawClient(port(server));
        RawClient idle = new RawClient(port(server));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      asked.await();
      Future<?> closed = threads.submit(server::close);
      assertThat(idle.toEnd()).isEmpty();
      answer.countDown();
      RawClient.Answer late = client.answer();
      assertThat(late.body()).isEqualTo("late");
      assertThat(late.head()).contains("connection: close");
      client.disconnect();
      closed.get(10, TimeUnit.SECONDS);
    }
  }
}
