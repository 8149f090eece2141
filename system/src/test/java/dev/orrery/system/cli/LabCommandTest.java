package dev.orrery.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.testing.LearnersLru;
import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lab` and `check` as a script runs them: exit codes, and not one escape byte.
class LabCommandTest {
  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir Path folder;

  private List<String> run(int exit, String... arguments) throws Exception {
    try (ChildProcess child = Launch.ofJava(Main.class, arguments).in(folder).start()) {
      int code = child.awaitExit(BOUND);
      List<String> said = new ArrayList<>(child.output());
      said.addAll(child.errors());
      assertThat(code).as(said.toString()).isEqualTo(exit);
      assertThat(String.join("\n", said)).doesNotContain("\u001b").doesNotContain("\tat ");
      return said;
    }
  }

  @Test
  void onceJudgesAndExitsAndProgressIsListed() throws Exception {
    assertThat(run(1, "lab", "primitives", "lru", "--once"))
        .anyMatch(line -> line.startsWith("rejected  desk/primitives/MyLru.java"));
    LearnersLru.save(folder.resolve("desk/primitives"), LearnersLru.right());
    assertThat(run(0, "lab", "primitives", "lru", "--once"))
        .anyMatch(line -> line.startsWith("accepted  desk/primitives/MyLru.java"));
    assertThat(run(0, "lab"))
        .anyMatch(line -> line.startsWith("primitives  1 of "))
        .anyMatch(line -> line.equals("  exercise    [x] lru"));
  }

  @Test
  void checkTellsAnEndlessLoop() throws Exception {
    LearnersLru.save(folder, LearnersLru.doing("while (weight >= 0) {}"));
    assertThat(run(1, "check", "cache.eviction", "--impl", "MyLru.java", "--time-out", "1"))
        .anyMatch(line -> line.contains("does not end"));
  }

  @Test
  void aTimeOutThatIsNoneIsRefused() throws Exception {
    assertThat(run(2, "check", "cache.eviction", "--impl", "MyLru.java", "--time-out", "0"))
        .containsExactly("--time-out is 0, expected a number of seconds from 1 up");
  }
}
