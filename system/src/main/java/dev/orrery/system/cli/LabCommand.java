package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.system.judging.Contracts;
import dev.orrery.system.judging.Limits;
import dev.orrery.system.lab.Commands;
import dev.orrery.system.lab.Desk;
import dev.orrery.system.lab.LabList;
import dev.orrery.system.lab.Screen;
import dev.orrery.system.lab.TerminalKeys;
import dev.orrery.system.lab.TypedLines;
import dev.orrery.system.lab.WatchMode;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./orrery lab`: what there is to do and to see.
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the labs; watches an exercise; runs an experiment.",
      "  ./orrery lab                       every component's exercises and experiments, and your progress",
      "  ./orrery lab COMPONENT             lays the next open exercise on the desk and judges at each save",
      "  ./orrery lab COMPONENT EXERCISE    the same, at that exercise",
      "  ./orrery lab COMPONENT EXPERIMENT  runs that experiment",
      "Keys while it watches: h hint, n next, l list, r run again, q quit. Where input or output is no",
      "terminal, output is plain and a command is a line on standard input; without any line it watches",
      "until it is ended. With --once it judges once and exits 0 (accepted) or 1 (rejected)."
    })
final class LabCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMPONENT",
      description = "e.g. primitives")
  private @Nullable String component;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "an exercise or an experiment")
  private @Nullable String name;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where experiments write (default: ${DEFAULT-VALUE})",
      defaultValue = "lab-out")
  private Path out = Path.of("lab-out");

  @Option(
      names = "--desk",
      paramLabel = "DIR",
      description = "where your files and your progress lie (default: ${DEFAULT-VALUE})",
      defaultValue = "desk")
  private Path desk = Path.of("desk");

  @Option(names = "--once", description = "judge the file as it is, and exit")
  private boolean once;

  @Option(
      names = "--hint",
      paramLabel = "N",
      description = "show the exercise's first N hints, and exit",
      defaultValue = "0")
  private int hints;

  @Option(
      names = "--time-out",
      paramLabel = "SECONDS",
      description = {
        "how long one case may take; computing without a pause, a quarter of it",
        "(default: ${DEFAULT-VALUE})"
      },
      defaultValue = "5")
  private int timeOutSeconds;

  private final Console console = new Console(System.out);
  private final Screen screen =
      (tone, text) ->
          console.line(
              switch (tone) {
                case PLAIN -> text;
                case STRONG -> console.bold(text);
                case GOOD -> console.green(text);
                case BAD -> console.red(text);
                case QUIET -> console.dim(text);
              });

  @Override
  public Integer call() throws Exception {
    List<Lab> labs = Contracts.labs();
    LabList list = new LabList(screen, new Desk(desk));
    if (component == null) {
      for (Lab lab : labs) {
        list.show(lab);
      }
      return 0;
    }
    Lab lab = find(labs, component);
    if (name == null) {
      Optional<Exercise> open = WatchMode.firstUnfinished(lab, new Desk(desk));
      if (open.isEmpty()) {
        list.show(lab);
        return 0;
      }
      return work(lab, open.get());
    }
    for (Experiment experiment : lab.experiments()) {
      if (experiment.name().equals(name)) {
        return run(lab, experiment);
      }
    }
    for (Exercise exercise : lab.exercises()) {
      if (exercise.name().equals(name)) {
        return work(lab, exercise);
      }
    }
    throw new ConfigurationException(
        lab.component() + " has no exercise or experiment '" + name + "'");
  }

  private static Lab find(List<Lab> labs, String component) {
    return labs.stream()
        .filter(candidate -> candidate.component().equals(component))
        .findFirst()
        .orElseThrow(() ->
            new ConfigurationException(
                "there is no lab '"
                    + component
                    + "'; there are "
                    + String.join(", ", labs.stream().map(Lab::component).toList())));
  }

  private int run(Lab lab, Experiment experiment) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(out.resolve(lab.component()));
    console.line(experiment.question());
    experiment.body().run(folder).forEach(console::line);
    console.line("written to " + folder);
    return 0;
  }

  private int work(Lab lab, Exercise exercise) throws IOException, InterruptedException {
    if (hints > 0) {
      for (int i = 0; i < Math.min(hints, exercise.hints().size()); i++) {
        console.line("hint " + (i + 1) + ": " + exercise.hints().get(i));
      }
      return 0;
    }
    if (timeOutSeconds < 1) {
      throw new ConfigurationException(
          "--time-out is " + timeOutSeconds + ", expected a number of seconds from 1 up");
    }
    Limits limits = Limits.STANDARD.withOnePause(Duration.ofSeconds(timeOutSeconds));
    try (WatchMode watch = new WatchMode(lab, exercise, new Desk(desk), limits, screen)) {
      if (once) {
        return watch.once() ? 0 : Main.FAILED;
      }
      try (Commands commands =
          Console.isTerminal() ? new TerminalKeys() : new TypedLines(System.in)) {
        watch.run(commands);
      }
      return 0;
    }
  }
}
