package dev.orrery.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.cli.Main;
import dev.orrery.system.client.ModelClient;
import dev.orrery.system.control.ControlClient;
import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole model's JVM is killed while a graph is being brought in; it starts again on what is on
/// disk, the same load is finished, and nothing that was acknowledged is missing or there twice.
@Tag("deep")
class CrashDuringLoadTest {
  private static final Duration START_BOUND = Duration.ofSeconds(60);
  private static final int PEOPLE = 120;
  private static final int POSTS = 5;

  private static Launch model(Path data) {
    return Launch.ofJava(Main.class, "up", "--data", data.toString(), "--port-base", "0");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void nothingAcknowledgedIsLostAndNothingIsThereTwice(@TempDir Path data, @TempDir Path folder)
      throws Exception {
    SocialGraph graph = graph(folder);
    CountDownLatch underWay = new CountDownLatch(PEOPLE * POSTS / 2);
    try (ChildProcess first = model(data).start()) {
      first.awaitLine(START_BOUND, "ready in .*");
      Thread loading =
          Thread.ofVirtual()
              .start(() -> {
                try (ControlClient control = ControlClient.find(data).orElseThrow();
                    ModelClient client = ModelClient.of(control, data)) {
                  new GraphLoader(
                          client,
                          (step, _, _) -> {
                            if (step.equals("posts")) {
                              underWay.countDown();
                            }
                          })
                      .load(graph, POSTS);
                } catch (Exception theModelIsGone) {
                  // what was acknowledged until then is what the second run must find
                }
              });
      assertThat(underWay.await(120, TimeUnit.SECONDS)).isTrue();
      first.kill();
      loading.interrupt();
      loading.join();
    }
    try (ChildProcess second = model(data).start()) {
      second.awaitLine(START_BOUND, "ready in .*");
      try (ControlClient control = ControlClient.find(data).orElseThrow();
          ModelClient client = ModelClient.of(control, data)) {
        GraphLoader.Loaded loaded = new GraphLoader(client, (_, _, _) -> {}).load(graph, POSTS);
        assertThat(loaded.posts()).hasSize(PEOPLE * POSTS);
        assertThat(TimelineCheck.run(client, graph, loaded, (_, _, _) -> {})).isEmpty();
      }
    }
  }

  private static SocialGraph graph(Path folder) throws Exception {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < PEOPLE; i++) {
      for (int edge = 0; edge < Math.min(i, 6); edge++) {
        text.append(i).append(' ').append(random.nextInt(i)).append('\n');
      }
    }
    return SocialGraph.read(Files.writeString(folder.resolve("graph.edges"), text));
  }
}
