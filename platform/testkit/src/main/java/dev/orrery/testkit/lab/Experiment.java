package dev.orrery.testkit.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Something to see: runs, and writes its numbers (CSV) and its picture (SVG).
///
/// @param name short, e.g. `ring-balance`
/// @param question what it answers, and what to predict before running it
/// @param body writes files below the folder it is given, named after the experiment, and returns
///   what was found, a line a finding
public record Experiment(String name, String question, Body body) {
  @FunctionalInterface
  public interface Body {
    List<String> run(Path folder) throws IOException, InterruptedException;
  }
}
