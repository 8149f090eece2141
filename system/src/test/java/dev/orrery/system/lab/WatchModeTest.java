package dev.orrery.system.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.judging.Limits;
import dev.orrery.system.testing.LearnersLru;
import dev.orrery.testkit.lab.Lab;
import dev.orrery.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session as a learner has it, with real child JVMs.
class WatchModeTest {
  private static final Duration BOUND = Duration.ofSeconds(40);
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(60));

  private final Lab lab = Labs.ofTwo();
  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void set() {
    desk = new Desk(folder.resolve("desk"));
  }

  /// The watch mode on a thread of its own, with keys that the test presses.
  private final class Session implements AutoCloseable {
    private final BlockingQueue<Command> keys = new LinkedBlockingQueue<>(16);
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final FutureTask<Boolean> run;
    private int told;

    Session() throws Exception {
      WatchMode watch =
          new WatchMode(
              lab,
              WatchMode.firstUnfinished(lab, desk).orElseThrow(),
              desk,
              LIMITS,
              (_, text) -> said.add(text));
      run =
          new FutureTask<>(() -> {
            try (watch) {
              watch.run(new Pressed());
            }
            return true;
          });
      Thread.ofPlatform().daemon().start(run);
    }

    private final class Pressed implements Commands {
      @Override
      public Optional<Command> next(Duration bound) throws InterruptedException {
        return Optional.ofNullable(keys.poll(bound.toMillis(), TimeUnit.MILLISECONDS));
      }

      @Override
      public boolean patient() {
        return false;
      }

      @Override
      public void close() {}
    }

    void press(Command key) {
      keys.add(key);
    }

    /// Waits until a line with `words` is said after those awaited before.
    String awaitLine(String words) {
      return Await.until(
              BOUND,
              () -> {
                for (int i = told; i < said.size(); i++) {
                  if (said.get(i).contains(words)) {
                    told = i + 1;
                    return Optional.of(said.get(i));
                  }
                }
                return Optional.<String>empty();
              },
              Optional::isPresent,
              "\"" + words + "\" in " + said)
          .orElseThrow();
    }

    @Override
    public void close() {
      press(Command.QUIT);
      Await.until(BOUND, run::isDone, "the end of the session");
      assertThat(run.resultNow()).isTrue();
    }
  }

  @Test
  void aSessionFromTheStubToTheNextExercise() throws Exception {
    Path file = desk.file(lab, lab.exercises().getFirst());
    try (Session session = new Session()) {
      session.awaitLine("two / lru");
      session.awaitLine("the objective");
      session.awaitLine("predict first: the question");
      session.awaitLine("must hold: the invariant");
      session.awaitLine("h hint · n next · l list · r run again · q quit");
      assertThat(file).exists();

      session.press(Command.RUN);
      session.awaitLine("rejected");
      session.awaitLine("story:");

      Files.writeString(file, LearnersLru.doing("int x = true;"));
      session.awaitLine("does not compile");
      session.awaitLine("MyLru.java:9: error:");

      // as an editor saves that writes another file and renames it
      Path part = Files.writeString(file.resolveSibling("save.tmp"), LearnersLru.wrong());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      session.awaitLine("rejected");
      session.awaitLine("capacity 2: put a; put b; get a; put c");

      session.press(Command.HINT);
      session.awaitLine("hint 1 of 3: one");
      session.press(Command.HINT);
      session.awaitLine("hint 2 of 3: two");

      Files.writeString(file, LearnersLru.right());
      session.awaitLine("accepted  ");
      session.awaitLine("1 of 2 done; n next: wheel");

      session.press(Command.NEXT);
      session.awaitLine("two / wheel");
      session.press(Command.HINT);
      session.awaitLine("no hints");
      session.press(Command.LIST);
      session.awaitLine("[x] lru");
      session.awaitLine("[…] wheel");
    }
    assertThat(new Progress(desk).of(lab, lab.exercises().getFirst()))
        .isEqualTo(new Progress.Entry(true, 2));
    try (Session later = new Session()) {
      later.awaitLine("two / wheel  1 of 2 done");
    }
  }

  @Test
  void anEndlessLoopIsAVerdictAndTheSessionGoesOn() throws Exception {
    Path file = desk.file(lab, lab.exercises().getFirst());
    try (Session session = new Session()) {
      session.awaitLine("q quit");
      Files.writeString(file, LearnersLru.doing("while (weight >= 0) {}"));
      session.awaitLine("does not end");
      session.awaitLine("MyLru.java:9, in access");
      Files.writeString(file, LearnersLru.right());
      session.awaitLine("accepted  ");
      session.awaitLine("1 of 2 done");
    }
  }
}
