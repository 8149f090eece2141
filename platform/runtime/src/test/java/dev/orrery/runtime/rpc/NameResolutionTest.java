package dev.orrery.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.wait.Await;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `orrery:///x` over real sockets: found by SRV, followed by the registry's watch.
class NameResolutionTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private final List<RpcServer> servers = new ArrayList<>();
  private FakeNeighbourhood neighbourhood;
  private ComponentContext context;
  private Channel channel;

  @BeforeEach
  void start() throws Exception {
    neighbourhood = new FakeNeighbourhood();
    context =
        ComponentContext.testBuilder("client", folder)
            .neighbours(neighbourhood.neighbours())
            .build();
    channel = context.channels().channel("orrery:///x");
  }

  @AfterEach
  void stop() {
    context.close();
    servers.forEach(RpcServer::kill);
    neighbourhood.close();
  }

  private int instance(String name) throws Exception {
    RpcServer server = NamedInstance.start(context, name);
    servers.add(server);
    return server.port();
  }

  private void awaitAnswerFrom(String name) {
    Await.until(BOUND, () -> NamedInstance.ask(channel), name::equals, "an answer from " + name);
  }

  @Test
  void anInstanceIsFoundByDnsAloneWhileTheRegistryIsAway() throws Exception {
    neighbourhood.stopRegistry();
    neighbourhood.set("x", instance("a"));
    assertThat(NamedInstance.ask(channel)).isEqualTo("a");
  }

  @Test
  void callsAreSpreadEvenlyOverTwoInstances() throws Exception {
    neighbourhood.set("x", instance("a"), instance("b"));
    Await.until(
        BOUND,
        () -> !NamedInstance.ask(channel).equals(NamedInstance.ask(channel)),
        "both instances to be connected");
    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      answers.merge(NamedInstance.ask(channel), 1, Integer::sum);
    }
    assertThat(answers).isEqualTo(Map.of("a", 50, "b", 50));
  }

  @Test
  void instancesAddedReplacedAndRemovedAreFollowed() throws Exception {
    int first = instance("a");
    int second = instance("b");
    neighbourhood.set("x", first);
    awaitAnswerFrom("a");
    Await.until(BOUND, () -> neighbourhood.watchersOf("x") == 1, "the watch");
    neighbourhood.set("x", first, second);
    awaitAnswerFrom("b");
    neighbourhood.set("x", second);
    Await.until(
        BOUND,
        () -> {
          boolean onlyTheSecond = true;
          for (int i = 0; i < 4; i++) {
            onlyTheSecond &= NamedInstance.ask(channel).equals("b");
          }
          return onlyTheSecond;
        },
        "the first to be forgotten");
    neighbourhood.set("x", instance("c"));
    awaitAnswerFrom("c");
    assertThat(NamedInstance.ask(channel)).isEqualTo("c");
  }

  @Test
  void changesAreFollowedAfterARestartOfTheRegistry() throws Exception {
    neighbourhood.set("x", instance("a"));
    awaitAnswerFrom("a");
    Await.until(BOUND, () -> neighbourhood.watchersOf("x") == 1, "the watch");
    neighbourhood.stopRegistry();
    assertThat(NamedInstance.ask(channel)).as("while the registry is away").isEqualTo("a");
    neighbourhood.restartRegistry();
    Await.until(BOUND, () -> neighbourhood.watchersOf("x") == 1, "the watch after the restart");
    neighbourhood.set("x", instance("b"));
    awaitAnswerFrom("b");
  }

  @Test
  void anImpossibleAnswerOfTheRegistryDoesNotEndTheFollowing() throws Exception {
    neighbourhood.set("x", instance("a"));
    awaitAnswerFrom("a");
    Await.until(BOUND, () -> neighbourhood.watchersOf("x") == 1, "the watch");
    neighbourhood.set("x", 70_000);
    neighbourhood.set("x", instance("b"));
    awaitAnswerFrom("b");
  }

  @Test
  void withoutAnInstanceACallFailsAtOnceAndSaysWhy() throws Exception {
    long start = System.nanoTime();
    StatusRuntimeException refusal =
        catchThrowableOfType(StatusRuntimeException.class, () -> NamedInstance.ask(channel));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refusal.getStatus().getDescription()).contains("no instance of x is registered");
    neighbourhood.set("x", instance("a"));
    awaitAnswerFrom("a");
  }

  @Test
  void drainingOneOfTwoInstancesFailsNoCall() throws Exception {
    neighbourhood.set("x", instance("a"), instance("b"));
    awaitAnswerFrom("a");
    awaitAnswerFrom("b");
    CountDownLatch underWay = new CountDownLatch(40);
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(
            callers.submit(() -> {
              try {
                return NamedInstance.ask(channel);
              } finally {
                underWay.countDown();
              }
            }));
      }
      underWay.await();
      servers.getFirst().close();
      for (Future<String> call : calls) {
        assertThat(call.get()).isIn("a", "b");
      }
    }
    assertThat(NamedInstance.ask(channel)).isEqualTo("b");
  }
}
