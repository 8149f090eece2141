package dev.orrery.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.log.v1.DescribeGroupRequest;
import dev.orrery.log.v1.DescribeGroupResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.system.testing.TestModel;
import dev.orrery.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One of the two workers is killed while posts come in: its partitions move within the session
/// time-out, no partition ever has two owners, and every timeline is right in the end.
@Tag("deep")
class WorkerKilledDuringLoadTest {
  private static final int PEOPLE = 80;
  private static final int POSTS = 6;
  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final Duration SLACK = Duration.ofSeconds(4);

  @Test
  void partitionsMoveToTheOtherWorkerAndNothingIsLostOrDoubled(
      @TempDir Path data, @TempDir Path folder) throws Exception {
    SocialGraph graph = graph(folder);
    try (TestModel model = TestModel.start(data);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean watching = new AtomicBoolean(true);
      try {
        CompletableFuture<Integer> owners =
            CompletableFuture.supplyAsync(() -> watchOwners(model, watching), threads);
        CountDownLatch underWay = new CountDownLatch(PEOPLE * POSTS / 3);
        CompletableFuture<GraphLoader.Loaded> loading =
            CompletableFuture.supplyAsync(() -> load(model, graph, underWay), threads);
        Await.until(
            Duration.ofSeconds(100),
            () -> {
              if (loading.isCompletedExceptionally()) {
                loading.join(); // says why
              }
              return underWay.getCount() == 0;
            },
            "a third of the posts are written");
        Objects.requireNonNull(model.model().instances().get("worker-1")).kill();
        Await.until(
            SESSION.plus(SLACK),
            () -> assigned(describe(model)).size() == 4 && describe(model).getMembersCount() == 1,
            "the four partitions belong to the worker that is left");
        GraphLoader.Loaded loaded = loading.get(120, TimeUnit.SECONDS);
        watching.set(false);
        assertThat(owners.get(10, TimeUnit.SECONDS)).as("looks at the group").isGreaterThan(10);
        assertThat(TimelineCheck.run(model.client(), graph, loaded, (_, _, _) -> {})).isEmpty();
      } finally {
        watching.set(false); // or closing the threads would wait for ever
      }
    }
  }

  private static GraphLoader.Loaded load(
      TestModel model, SocialGraph graph, CountDownLatch underWay) {
    try {
      return new GraphLoader(
              model.client(),
              (step, _, _) -> {
                if (step.equals("posts")) {
                  underWay.countDown();
                }
              })
          .load(graph, POSTS);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Looks at the group again and again; fails when a partition has two owners. Returns how often
  /// it looked.
  private static int watchOwners(TestModel model, AtomicBoolean watching) {
    int looks = 0;
    while (watching.get()) {
      List<TopicPartition> all =
          describe(model).getMembersList().stream()
              .flatMap(member -> member.getAssignedList().stream())
              .toList();
      assertThat(new HashSet<>(all)).hasSameSizeAs(all);
      looks++;
    }
    return looks;
  }

  private static DescribeGroupResponse describe(TestModel model) {
    return LogGrpc.newBlockingStub(model.client().operator("log"))
        .describeGroup(
            DescribeGroupRequest.newBuilder().setGroup(GraphLoader.WORKER_GROUP).build());
  }

  private static Set<TopicPartition> assigned(DescribeGroupResponse group) {
    Set<TopicPartition> assigned = new HashSet<>();
    group.getMembersList().forEach(member -> assigned.addAll(member.getAssignedList()));
    return assigned;
  }

  private static SocialGraph graph(Path folder) throws Exception {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < PEOPLE; i++) {
      for (int edge = 0; edge < Math.min(i, 8); edge++) {
        text.append(i).append(' ').append(random.nextInt(i)).append('\n');
      }
    }
    return SocialGraph.read(Files.writeString(folder.resolve("graph.edges"), text));
  }
}
