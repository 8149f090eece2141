package dev.orrery.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  /// Appends a line to a file at each start, says so, and lives until it is told to go.
  public static final class Counter {
    private Counter() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Path file = Path.of(arguments[0]);
      Files.writeString(file, "start\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      System.err.println("greeting " + System.getenv("GREETING"));
      System.out.println("building");
      System.out.println("ready starts=" + Files.readAllLines(file).size());
      if (arguments.length > 1) {
        System.exit(Integer.parseInt(arguments[1]));
      }
      Thread.sleep(Duration.ofHours(1));
    }
  }

  @Test
  void killsAndStartsAgainOnTheSameData(@TempDir Path folder) throws Exception {
    Launch launch =
        Launch.ofJava(Counter.class, folder.resolve("count").toString())
            .in(folder)
            .with(Map.of("GREETING", "hello"));
    for (int round = 1; round <= 2; round++) {
      try (ChildProcess child = launch.start()) {
        assertThat(child.awaitLine(BOUND, "^ready starts=(\\d+)").group(1)).isEqualTo("" + round);
        assertThat(child.isAlive()).isTrue();
        child.kill();
        assertThat(child.isAlive()).isFalse();
        assertThat(ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(child.output()).contains("building");
        assertThat(child.errors()).contains("greeting hello");
      }
    }
  }

  @Test
  void aChildThatEndsEarlyIsReportedAtOnceWithItsOutput(@TempDir Path folder) throws Exception {
    try (ChildProcess child =
        Launch.ofJava(Counter.class, folder.resolve("count").toString(), "3").start()) {
      assertThatThrownBy(() -> child.awaitLine(BOUND, "never printed"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended without")
          .hasMessageContaining("ready starts=1");
      assertThat(child.awaitExit(BOUND)).isEqualTo(3);
    }
  }

  @Test
  void terminatesPolitely(@TempDir Path folder) throws Exception {
    try (ChildProcess child =
        Launch.ofJava(Counter.class, folder.resolve("count").toString()).start()) {
      child.awaitLine(BOUND, "^ready");
      assertThat(child.terminate(BOUND)).isEqualTo(143);
    }
  }

  @Test
  void aLineThatDoesNotComeIsWaitedForNoLongerThanTheBound(@TempDir Path folder) throws Exception {
    try (ChildProcess child =
        Launch.ofJava(Counter.class, folder.resolve("count").toString()).start()) {
      child.awaitLine(BOUND, "^ready");
      assertThatThrownBy(() -> child.awaitLine(Duration.ofMillis(50), "^ready"))
          .hasMessageContaining("did not within 50 ms print");
    }
  }
}
