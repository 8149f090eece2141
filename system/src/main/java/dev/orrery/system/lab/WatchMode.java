package dev.orrery.system.lab;

import dev.orrery.system.judging.Contracts;
import dev.orrery.system.judging.Limits;
import dev.orrery.system.judging.Outcome;
import dev.orrery.system.judging.Subject;
import dev.orrery.system.judging.Task;
import dev.orrery.system.judging.WarmJudge;
import dev.orrery.system.lab.Screen.Tone;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One lab, exercise by exercise: says what is to be done, judges at each save, obeys commands.
///
/// A contract on all twenty seeds can take a while. So a verdict comes in parts: after
/// [#FIRST_BUDGET] it says that every law held so far; the other seeds follow in steps of
/// [#STEP_BUDGET], between which saves and keys are seen. A mistake is mostly found by the first
/// seed. For one thread.
public final class WatchMode implements AutoCloseable {
  /// After this no further seed is begun in the first part of a verdict.
  static final Duration FIRST_BUDGET = Duration.ofSeconds(1);

  static final Duration STEP_BUDGET = Duration.ofMillis(300);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int NONE = 0;

  private final Lab lab;
  private final Desk desk;
  private final Progress progress;
  private final Limits limits;
  private final Screen screen;
  private final WarmJudge judge = new WarmJudge();

  private Exercise exercise;
  private FileWatch watch;
  private int hint;

  // the verdict that is being completed
  private int nextSeed = NONE;
  private int cases;

  /// @param exercise where to begin; its stub is laid on the desk
  /// @param limits how long the learner's code may take
  public WatchMode(Lab lab, Exercise exercise, Desk desk, Limits limits, Screen screen)
      throws IOException {
    this.lab = lab;
    this.desk = desk;
    this.progress = new Progress(desk);
    this.limits = limits;
    this.screen = screen;
    this.exercise = exercise;
    desk.lay(lab, exercise);
    this.watch = new FileWatch(file());
  }

  /// The first exercise of the lab that is not done; the first of all when all are.
  ///
  /// @return nothing when the lab has no exercises
  public static Optional<Exercise> firstUnfinished(Lab lab, Desk desk) throws IOException {
    Progress progress = new Progress(desk);
    for (Exercise candidate : lab.exercises()) {
      if (!progress.of(lab, candidate).done()) {
        return Optional.of(candidate);
      }
    }
    return lab.exercises().stream().findFirst();
  }

  private Path file() {
    return desk.file(lab, exercise);
  }

  /// Introduces the exercise and watches until [Command#QUIT].
  public void run(Commands commands) throws IOException, InterruptedException {
    introduce();
    while (true) {
      Optional<Command> command =
          nextSeed == NONE || !commands.patient()
              ? commands.next(nextSeed == NONE ? LOOK : Duration.ZERO)
              : Optional.empty();
      if (command.isPresent()) {
        if (command.get() == Command.QUIT) {
          return;
        }
        obey(command.get());
      }
      if (watch.saved()) {
        begin();
      } else if (nextSeed != NONE) {
        proceed(STEP_BUDGET);
      }
    }
  }

  /// Judges the file as it is, on all seeds.
  ///
  /// @return whether it was accepted
  public boolean once() throws IOException, InterruptedException {
    nextSeed = 1;
    cases = 0;
    return proceed(limits.all());
  }

  private void introduce() throws IOException {
    screen.say("");
    screen.say(
        Tone.STRONG,
        lab.component()
            + " / "
            + exercise.name()
            + (progress.of(lab, exercise).done() ? "  (done)" : "")
            + "  "
            + count());
    screen.say(exercise.objective());
    screen.say("predict first: " + exercise.predict());
    exercise.invariants().forEach(invariant -> screen.say("  must hold: " + invariant));
    screen.say("edit " + file() + "; each save is judged");
    screen.say(Tone.QUIET, Command.all());
    hint = progress.of(lab, exercise).hints();
    judge.warmUp(exercise.swapPoint(), exercise.stubResource(), file());
  }

  private String count() throws IOException {
    return progress.done(lab) + " of " + lab.exercises().size() + " done";
  }

  private void obey(Command command) throws IOException, InterruptedException {
    switch (command) {
      case HINT -> hint();
      case NEXT -> next();
      case LIST -> list();
      case RUN -> {
        watch.take();
        begin();
      }
      case HELP, QUIT -> screen.say(Tone.QUIET, Command.all());
    }
  }

  private void hint() throws IOException {
    List<String> hints = exercise.hints();
    if (hints.isEmpty()) {
      screen.say("this exercise has no hints");
      return;
    }
    int number = hint % hints.size() + 1; // after the last, the first again
    hint = number;
    screen.say("hint " + number + " of " + hints.size() + ": " + hints.get(number - 1));
    progress.update(lab, exercise, entry -> entry.tookHint(number));
  }

  private Optional<Exercise> unfinishedAfterThis() throws IOException {
    List<Exercise> all = lab.exercises();
    int here = all.indexOf(exercise);
    for (int i = 1; i < all.size(); i++) {
      Exercise candidate = all.get((here + i) % all.size());
      if (!progress.of(lab, candidate).done()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private void next() throws IOException {
    Optional<Exercise> next = unfinishedAfterThis();
    if (next.isEmpty()) {
      screen.say("no other exercise of " + lab.component() + " is open");
      return;
    }
    exercise = next.get();
    nextSeed = NONE;
    desk.lay(lab, exercise);
    watch = new FileWatch(file());
    introduce();
  }

  private void list() throws IOException {
    new LabList(screen, desk).show(lab);
    screen.say("now: " + exercise.name());
  }

  private void begin() throws IOException, InterruptedException {
    nextSeed = 1;
    cases = 0;
    screen.say("");
    proceed(FIRST_BUDGET);
  }

  /// The next part of the verdict.
  ///
  /// @return whether it is complete, and good
  private boolean proceed(Duration budget) throws IOException, InterruptedException {
    boolean first = nextSeed == 1;
    long start = System.nanoTime();
    Outcome outcome =
        judge.judge(
            new Task(
                exercise.swapPoint(),
                exercise.as(),
                new Subject.Source(file()),
                nextSeed,
                budget,
                limits));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (outcome instanceof Outcome.Accepted accepted) {
      cases += accepted.cases();
      nextSeed = accepted.lastSeed() + 1;
      if (accepted.lastSeed() == Contracts.SEEDS) {
        nextSeed = NONE;
        done();
        return true;
      }
      if (first) {
        screen.say(
            Tone.GOOD,
            String.format(
                Locale.ROOT,
                "accepted so far  %s kept every law on %d cases (%.1f s); trying more …",
                file(),
                cases,
                seconds));
      }
      return false;
    }
    nextSeed = NONE;
    String word = outcome instanceof Outcome.NotCompiled ? "does not compile" : "rejected";
    screen.say(Tone.BAD, String.format(Locale.ROOT, "%s  %s (%.1f s)", word, file(), seconds));
    outcome.explain().forEach(screen::say);
    return false;
  }

  private void done() throws IOException {
    screen.say(Tone.GOOD, "accepted  " + file() + " kept every law on " + cases + " cases");
    progress.update(lab, exercise, Progress.Entry::accepted);
    Optional<Exercise> next = unfinishedAfterThis();
    screen.say(
        count()
            + (next.isEmpty()
                ? ", none is open"
                : "; " + Command.NEXT.words() + ": " + next.get().name()));
  }

  @Override
  public void close() {
    judge.close();
  }
}
