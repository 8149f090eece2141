package dev.orrery.system.judging;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.Verdict;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/// The child JVM: reads tasks, judges, answers, until its standard input ends.
///
/// The main thread judges. The real standard output is kept for the answers; `System.out` and its
/// like lead to [Printed] before any judged code runs.
public final class JudgeMain {
  /// A task.
  static final String JUDGE = "judge";

  /// Rehearses the contract on what ships and compiles the stub, so that the first verdict is fast.
  static final String WARM_UP = "warm-up";

  /// The answer to [#WARM_UP].
  static final String READY = "ready";

  /// A field of an answer: this child will not serve another task.
  static final String WORN = "worn";

  /// After so many verdicts a child is worn, whatever the judged code left in it.
  static final int MAXIMUM_VERDICTS = 100;

  private final Thread judging = Thread.currentThread();
  private final Answers answers;
  private final Printed printed;
  private final Watchdog watchdog;
  private final SourceCompiler compiler = new SourceCompiler();
  private final Contracts contracts = new Contracts();
  private volatile @Nullable Trial current;
  private boolean worn;

  private JudgeMain(Answers answers, Printed printed) {
    this.answers = answers;
    this.printed = printed;
    this.watchdog = new Watchdog(judging, this::end);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::exited));
  }

  /// @param arguments none
  /// @throws IOException when the parent writes what is no message
  public static void main(String[] arguments) throws IOException {
    BufferedReader tasks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Answers answers =
        new Answers(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    Printed printed = Printed.install();
    LogManager.getLogManager().reset();
    new JudgeMain(answers, printed).serve(tasks);
    Runtime.getRuntime().halt(0); // not exit: threads of the judged code may be in the way
  }

  private void serve(BufferedReader tasks) throws IOException {
    for (int verdicts = 1; !worn; verdicts++) {
      Optional<Message> task = Message.readFrom(tasks);
      if (task.isEmpty()) {
        return;
      }
      answers.expectOne();
      if (task.get().kind().equals(WARM_UP)) {
        warmUp(task.get());
        answers.give(Message.of(READY));
      } else {
        Message answer = Answer.of(judge(Task.of(task.get())));
        worn |= verdicts >= MAXIMUM_VERDICTS || hasLeftThreads();
        answers.give(worn ? answer.with(WORN, true) : answer);
      }
      current = null;
      Thread.interrupted(); // the judged code may have left the flag
    }
  }

  /// The stub is compiled but not judged: a stub may be wrong in a way that takes long.
  private void warmUp(Message task) throws IOException {
    contracts.rehearse(task.text("point"));
    try (InputStream stub = JudgeMain.class.getResourceAsStream(task.text("stub"))) {
      if (stub != null) {
        String text = new String(stub.readAllBytes(), StandardCharsets.UTF_8);
        compiler.compile(Path.of(task.text("file")), text);
      }
    }
  }

  private Outcome judge(Task task) {
    return switch (task.subject()) {
      case Subject.Source source ->
          switch (compiler.compile(source.file())) {
            case SourceCompiler.Compilation.Refused refused ->
                new Outcome.NotCompiled(refused.messages());
            case SourceCompiler.Compilation.Compiled compiled ->
                judge(
                    task,
                    compiled.mainClass(),
                    new SubjectLoader(compiled.classes()),
                    compiled.classes()::containsKey);
          };
      case Subject.OnClassPath(String name) ->
          judge(
              task,
              name,
              JudgeMain.class.getClassLoader(),
              other -> other.equals(name) || other.startsWith(name + "$"));
    };
  }

  private Outcome judge(
      Task task, String className, ClassLoader loader, Predicate<String> ownClass) {
    Trial trial = new Trial(ownClass, printed);
    current = trial;
    printed.clear();
    watchdog.watch(trial, task.limits());
    try {
      Class<?> subject = Class.forName(className, false, loader);
      return judge(task, contracts.bySeed(task.point(), task.as(), subject, trial), trial);
    } catch (ClassNotFoundException | NoClassDefFoundError missing) {
      return new Outcome.Unfit(
          "cannot load the class "
              + className
              + " ("
              + missing
              + "); give its folder or jar with --classpath");
    } catch (ConfigurationException unfit) {
      return new Outcome.Unfit(String.valueOf(unfit.getMessage()));
    } catch (OutOfMemoryError spent) {
      worn = true;
      return trial.stopped(
          "uses up the memory: " + JudgeProcess.HEAP_MEGABYTES + " MB were not enough",
          spent.getStackTrace());
    } catch (Exception | Error failure) {
      return trial.stopped("cannot be set up: " + failure, failure.getStackTrace());
    } finally {
      watchdog.rest();
    }
  }

  private static Outcome judge(Task task, Contracts.SeedJudge judge, Trial trial) {
    long end = System.nanoTime() + task.budget().toNanos();
    int cases = 0;
    int seed = task.firstSeed();
    while (true) {
      switch (judge.judge(Judge.standard(), seed)) {
        case Verdict.Rejected rejected -> {
          return trial.rejected(rejected);
        }
        case Verdict.Accepted accepted -> cases += accepted.cases();
      }
      if (seed >= Contracts.SEEDS || System.nanoTime() >= end) {
        return new Outcome.Accepted(cases, seed);
      }
      seed++;
    }
  }

  /// Whether a thread still runs in the judged code: it would disturb the next verdict.
  private boolean hasLeftThreads() {
    Trial trial = current;
    return trial != null
        && Map.copyOf(Thread.getAllStackTraces()).entrySet().stream()
            .anyMatch(thread -> thread.getKey() != judging && trial.inside(thread.getValue()));
  }

  /// The watchdog's last word.
  private void end(Outcome outcome) {
    try {
      answers.give(Answer.of(outcome).with(WORN, true));
    } catch (IOException nobodyListens) {
      // and nobody needs to be told
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  /// Runs in the shutdown hook: with a task under way it was the judged code that called exit.
  private void exited() {
    Trial trial = current;
    if (trial == null || !answers.isOwed()) {
      return;
    }
    StackTraceElement[] trace =
        Thread.getAllStackTraces().values().stream()
            .filter(trial::inside)
            .findFirst()
            .orElse(judging.getStackTrace());
    end(trial.stopped("ends the JVM it runs in (System.exit)", trace));
  }
}
