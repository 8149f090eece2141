package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.system.client.ModelSession;
import dev.orrery.system.load.GraphLoader;
import dev.orrery.system.load.SocialGraph;
import dev.orrery.system.load.TimelineCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./orrery load`: a social graph and posts.
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Brings in a social graph and posts; the same command run again resumes and makes no duplicates.",
      "The file holds one edge 'a b' a line; each is read as two follows. It is checked whole before the first write."
    })
final class LoadCommand implements Callable<Integer> {
  private static final int MAXIMUM_POSTS = 10_000;
  private static final int SHOWN = 10;
  private static final double NANOS = 1e9;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--graph",
      paramLabel = "FILE",
      required = true,
      description = "edges, one a line")
  private Path graph = Path.of("");

  @Option(
      names = "--posts",
      paramLabel = "N",
      description = "posts a user (default: ${DEFAULT-VALUE})",
      defaultValue = "5")
  private int posts = 5;

  @Option(
      names = "--verify",
      description = "then compare every home timeline with what the graph says")
  private boolean verify;

  @Override
  @SuppressWarnings(
      "ClosingStandardOutputStreams") // what is closed is the session, which only writes to it
  public Integer call() throws Exception {
    if (posts < 0 || posts > MAXIMUM_POSTS) {
      throw new ConfigurationException("--posts is " + posts + ", expected 0 to " + MAXIMUM_POSTS);
    }
    SocialGraph read = SocialGraph.read(graph);
    Console console = new Console(System.out);
    long start = System.nanoTime();
    try (ModelSession session =
        ModelSession.open(common.data, common.configuration(), System.err::println)) {
      GraphLoader.Loaded loaded =
          new GraphLoader(session.client(), console::progress).load(read, posts);
      console.line(
          String.format(
              Locale.ROOT,
              "%d users, %d follows, %d posts in %.1f s",
              loaded.userIds().size(),
              2 * read.edges().size(),
              loaded.posts().size(),
              (System.nanoTime() - start) / NANOS));
      return verify ? verified(console, session, read, loaded) : 0;
    }
  }

  private static int verified(
      Console console, ModelSession session, SocialGraph graph, GraphLoader.Loaded loaded) {
    List<TimelineCheck.Difference> differences =
        TimelineCheck.run(session.client(), graph, loaded, console::progress);
    differences.stream()
        .limit(SHOWN)
        .forEach(difference ->
            console.line("user " + difference.userId() + ": " + difference.sentence()));
    console.line(
        differences.isEmpty()
            ? console.green("every home timeline is as the graph says")
            : console.red(differences.size() + " home timelines differ"));
    return differences.isEmpty() ? 0 : Main.FAILED;
  }
}
