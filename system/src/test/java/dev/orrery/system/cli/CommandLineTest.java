package dev.orrery.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What a person reads who types something wrong: a sentence, never a stack trace.
class CommandLineTest {
  private final StringWriter errors = new StringWriter();

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(errors, true));
    return line.execute(arguments);
  }

  private void expect(int code, String sentence, String... arguments) {
    assertThat(execute(arguments)).as(errors.toString()).isEqualTo(code);
    assertThat(errors.toString()).contains(sentence).doesNotContain("\tat ");
  }

  @Test
  void anUnknownComponentIsNamedWithThoseThereAre(@TempDir Path data) {
    expect(Main.USAGE, "there is no component 'cash'", "run", "cash", "--data", data.toString());
  }

  @Test
  void anUnknownPortIsNamedWithThoseThereAre(@TempDir Path data) {
    expect(
        Main.USAGE,
        "cache has no port named http; it has grpc",
        "run",
        "cache",
        "--port",
        "http=1",
        "--data",
        data.toString());
  }

  @Test
  void aWrongValueIsNamedWithWhatIsAllowed(@TempDir Path data) {
    expect(
        Main.USAGE,
        "cache.capacity",
        "run",
        "cache",
        "--set",
        "cache.capacity=lots",
        "--data",
        data.toString());
  }

  @Test
  void controlWithoutAModelSaysHowToStartOne(@TempDir Path data) {
    expect(Main.FAILED, "no model is running", "list", "--data", data.toString());
  }

  @Test
  void aBadLineOfAGraphIsNamedBeforeAnythingIsStarted(@TempDir Path data) throws Exception {
    Path graph = Files.writeString(data.resolve("g.edges"), "1 2\noops\n");
    expect(
        Main.FAILED,
        "g.edges:2",
        "load",
        "--graph",
        graph.toString(),
        "--data",
        data.resolve("d").toString());
    assertThat(data.resolve("d")).doesNotExist();
  }

  @Test
  void aClassThatDoesNotFitASwapPointIsRefusedWithWhatWouldFit() {
    expect(
        Main.USAGE, "it must implement", "check", "cache.eviction", "--impl", "java.lang.String");
    expect(
        Main.USAGE, "cannot load the class", "check", "cache.eviction", "--impl", "no.such.Class");
    expect(
        Main.USAGE,
        "there is no swap point 'cache.evictoin'",
        "check",
        "cache.evictoin",
        "--impl",
        "java.lang.String");
  }

  @Test
  void anUnknownCommandIsUsage() {
    assertThat(execute("fly")).isEqualTo(Main.USAGE);
  }
}
