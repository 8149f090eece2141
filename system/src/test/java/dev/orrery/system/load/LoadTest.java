package dev.orrery.system.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.testing.TestModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
  private static final int PEOPLE = 40;
  private static final int EDGES = 160;

  private static SocialGraph graph(Path folder) throws Exception {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("# a made-up graph\n");
    for (int i = 1; i < PEOPLE; i++) {
      text.append(i).append(' ').append(random.nextInt(i)).append('\n');
    }
    for (int i = PEOPLE; i < EDGES; i++) {
      int left = random.nextInt(PEOPLE);
      text.append(left)
          .append(' ')
          .append((left + 1 + random.nextInt(PEOPLE - 1)) % PEOPLE)
          .append('\n');
    }
    return SocialGraph.read(Files.writeString(folder.resolve("graph.edges"), text));
  }

  private static void loadTwiceAndCompare(Path data, Path folder, String... settings)
      throws Exception {
    SocialGraph graph = graph(folder);
    try (TestModel model = TestModel.start(data, settings)) {
      GraphLoader loader = new GraphLoader(model.client(), (_, _, _) -> {});
      GraphLoader.Loaded first = loader.load(graph, 3);
      assertThat(TimelineCheck.run(model.client(), graph, first, (_, _, _) -> {})).isEmpty();
      GraphLoader.Loaded again = loader.load(graph, 4);
      assertThat(again.userIds()).isEqualTo(first.userIds());
      assertThat(again.posts()).containsAll(first.posts()).hasSize(4 * PEOPLE);
      assertThat(TimelineCheck.run(model.client(), graph, again, (_, _, _) -> {})).isEmpty();
    }
  }

  @Test
  void timelinesAreAsTheGraphSaysWhenEverybodyIsFannedOut(@TempDir Path data, @TempDir Path folder)
      throws Exception {
    loadTwiceAndCompare(data, folder, "social.fanout-threshold=1000");
  }

  @Test
  void timelinesAreAsTheGraphSaysWhenMostAreMergedOnRead(@TempDir Path data, @TempDir Path folder)
      throws Exception {
    loadTwiceAndCompare(data, folder, "social.fanout-threshold=5");
  }
}
