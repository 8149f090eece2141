package dev.orrery.testkit.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class AwaitTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void returnsTheFirstValueThatIsAccepted() {
    AtomicInteger counter = new AtomicInteger();
    assertThat(Await.until(LONG, counter::incrementAndGet, value -> value > 5, "six")).isEqualTo(6);
  }

  @Test
  void tellsWhatItWaitedForAndSawLast() {
    assertThatThrownBy(() -> Await.until(SHORT, () -> 41, value -> value == 42, "the answer"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("waited 30 ms for the answer; last seen: 41");
  }

  @Test
  void aConditionThatThrowsDoesNotHoldYet() {
    AtomicInteger calls = new AtomicInteger();
    Await.until(
        LONG,
        () -> {
          if (calls.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          return true;
        },
        "the third call");
    assertThat(calls).hasValue(3);
    assertThatThrownBy(() ->
            Await.until(
                SHORT,
                () -> {
                  throw new IllegalStateException("never");
                },
                "nothing"))
        .hasMessageContaining("never")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aToolIsFoundOnThePath(@TempDir Path folder) throws Exception {
    Path tool = Files.createFile(folder.resolve("orrery-tool"));
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    assertThat(RequiredTool.named("orrery-tool", "orrery", folder.toString(), true))
        .isEqualTo(tool);
  }

  @Test
  void aMissingToolSkipsForAUserAndFailsInContinuousIntegration(@TempDir Path folder) {
    assertThatThrownBy(
            () -> RequiredTool.named("no-such-tool", "some-package", folder.toString(), false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("apt install some-package");
    assertThatThrownBy(
            () -> RequiredTool.named("no-such-tool", "some-package", folder.toString(), true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no-such-tool");
  }
}
