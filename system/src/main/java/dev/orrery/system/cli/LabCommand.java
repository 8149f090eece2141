package dev.orrery.system.cli;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.system.judging.Contracts;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
      "Lists the labs; runs an experiment; lays an exercise on the desk.",
      "  ./orrery lab                    every component's exercises and experiments",
      "  ./orrery lab COMPONENT NAME     runs that experiment, or copies that exercise's stub to the desk"
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
      description = "where experiments write",
      defaultValue = "lab-out")
  private Path out = Path.of("lab-out");

  @Option(
      names = "--desk",
      paramLabel = "DIR",
      description = "where stubs are copied",
      defaultValue = "desk")
  private Path desk = Path.of("desk");

  @Option(
      names = "--hint",
      paramLabel = "N",
      description = "show the exercise's first N hints",
      defaultValue = "0")
  private int hints;

  private final Console console = new Console(System.out);

  @Override
  public Integer call() throws Exception {
    List<Lab> labs = Contracts.labs();
    if (component == null) {
      labs.forEach(this::list);
      return 0;
    }
    Lab lab =
        labs.stream()
            .filter(candidate -> candidate.component().equals(component))
            .findFirst()
            .orElseThrow(() ->
                new ConfigurationException(
                    "there is no lab '"
                        + component
                        + "'; there are "
                        + String.join(", ", labs.stream().map(Lab::component).toList())));
    if (name == null) {
      list(lab);
      return 0;
    }
    return open(lab, name);
  }

  private void list(Lab lab) {
    console.line(console.bold(lab.component()));
    for (Exercise exercise : lab.exercises()) {
      console.line("  exercise    " + exercise.name() + "  — " + exercise.objective());
    }
    for (Experiment experiment : lab.experiments()) {
      console.line("  experiment  " + experiment.name() + "  — " + experiment.question());
    }
  }

  private int open(Lab lab, String wanted) throws IOException, InterruptedException {
    for (Experiment experiment : lab.experiments()) {
      if (experiment.name().equals(wanted)) {
        Path folder = Files.createDirectories(out.resolve(lab.component()));
        console.line(experiment.question());
        experiment.body().run(folder).forEach(console::line);
        console.line("written to " + folder);
        return 0;
      }
    }
    for (Exercise exercise : lab.exercises()) {
      if (exercise.name().equals(wanted)) {
        lay(exercise);
        return 0;
      }
    }
    throw new ConfigurationException(
        lab.component() + " has no exercise or experiment '" + wanted + "'");
  }

  /// Copies the stub to the desk unless the learner's file lies there already.
  private void lay(Exercise exercise) throws IOException {
    Path file = desk.resolve(exercise.className().replace('.', '/') + ".java");
    if (!Files.exists(file)) {
      Files.createDirectories(file.resolveSibling(""));
      try (InputStream stub = LabCommand.class.getResourceAsStream(exercise.stubResource())) {
        if (stub == null) {
          throw new IOException("the stub " + exercise.stubResource() + " is missing from the lab");
        }
        Files.copy(stub, file);
      }
    }
    console.line(console.bold(exercise.name()) + ": " + exercise.objective());
    console.line("predict first: " + exercise.predict());
    exercise.invariants().forEach(invariant -> console.line("  must hold: " + invariant));
    for (int i = 0; i < Math.min(hints, exercise.hints().size()); i++) {
      console.line("  hint " + (i + 1) + ": " + exercise.hints().get(i));
    }
    console.line("edit " + file + ", compile it, then:");
    console.line(
        "  ./orrery check "
            + exercise.swapPoint()
            + " --impl "
            + exercise.className()
            + " --as "
            + exercise.as()
            + " --classpath DIR");
  }
}
