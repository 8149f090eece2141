package dev.orrery.system.lab;

import dev.orrery.system.lab.Screen.Tone;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;

/// Lists labs: what there is to do and to see, and how far the learner is.
public final class LabList {
  private final Screen screen;
  private final Desk desk;
  private final Progress progress;

  public LabList(Screen screen, Desk desk) {
    this.screen = screen;
    this.desk = desk;
    this.progress = new Progress(desk);
  }

  /// One lab: a headline with the progress, then a line each exercise and experiment.
  public void show(Lab lab) throws IOException {
    screen.say(
        Tone.STRONG,
        lab.component()
            + (lab.exercises().isEmpty()
                ? ""
                : "  " + progress.done(lab) + " of " + lab.exercises().size() + " done"));
    for (Exercise exercise : lab.exercises()) {
      screen.say("  exercise    " + state(lab, exercise) + exercise.name());
      screen.say(Tone.QUIET, "                  " + exercise.objective());
    }
    for (Experiment experiment : lab.experiments()) {
      screen.say("  experiment      " + experiment.name());
      screen.say(Tone.QUIET, "                  " + experiment.question());
    }
  }

  private String state(Lab lab, Exercise exercise) throws IOException {
    if (progress.of(lab, exercise).done()) {
      return "[x] ";
    }
    return Files.exists(desk.file(lab, exercise)) ? "[…] " : "[ ] ";
  }
}
