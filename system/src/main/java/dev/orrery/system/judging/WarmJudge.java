package dev.orrery.system.judging;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges in a child JVM that is there before it is needed. When a verdict cost the child its life,
/// the next is started, and warmed up, at once. For one thread.
public final class WarmJudge implements AutoCloseable {
  /// What a child may take beyond the limits of a task: to start, and to compile, on a busy
  /// machine.
  private static final Duration GRACE = Duration.ofSeconds(30);

  private record WarmUp(String point, String stub, Path file) {}

  private @Nullable JudgeProcess child;
  private @Nullable WarmUp warmUp;
  private boolean warming;

  /// Starts a child and lets it rehearse; returns without waiting. Every later child does the same.
  ///
  /// @param stub class-path name of the stub's source
  /// @param file the name it is compiled under
  public void warmUp(String point, String stub, Path file) throws IOException {
    warmUp = new WarmUp(point, stub, file);
    renew();
  }

  private JudgeProcess renew() throws IOException {
    if (child != null) {
      child.close();
    }
    JudgeProcess fresh = JudgeProcess.start();
    child = fresh;
    warming = warmUp != null;
    if (warmUp != null) {
      fresh.send(
          Message.of(JudgeMain.WARM_UP)
              .with("point", warmUp.point())
              .with("stub", warmUp.stub())
              .with("file", warmUp.file()));
    }
    return fresh;
  }

  /// Judges; returns within the task's limits and a grace.
  ///
  /// @throws IOException when no child can be started
  public Outcome judge(Task task) throws IOException, InterruptedException {
    JudgeProcess warm = ready();
    Optional<Message> answer = warm.ask(task.toMessage(), task.limits().all().plus(GRACE));
    try {
      return answer.isPresent()
          ? Answer.read(answer.get())
          : new Outcome.Stopped("ends the JVM it runs in: " + warm.epitaph(), "", "", "", "");
    } finally {
      if (answer.isEmpty() || !answer.get().text(JudgeMain.WORN).isEmpty()) {
        replace();
      }
    }
  }

  private JudgeProcess ready() throws IOException, InterruptedException {
    JudgeProcess present = child;
    if (present == null || !present.isAlive()) {
      present = renew();
    }
    if (warming) {
      warming = false;
      if (present.answer(GRACE).isEmpty()) {
        throw new IOException("the judging JVM did not get ready: " + present.epitaph());
      }
    }
    return present;
  }

  /// In advance of the next task where more are to be expected, which a warm-up tells.
  private void replace() throws IOException {
    if (warmUp != null) {
      renew();
    } else if (child != null) {
      child.close();
      child = null;
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
      child = null;
    }
  }
}
