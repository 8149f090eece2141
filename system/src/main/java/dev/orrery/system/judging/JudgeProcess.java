package dev.orrery.system.judging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A child JVM that runs [JudgeMain], seen from its parent. For one thread at a time.
///
/// The child ends when its standard input does; it is killed besides when the parent's JVM ends in
/// an orderly way. A parent that is killed leaves a child that ends after its present case.
final class JudgeProcess implements AutoCloseable {
  static final int HEAP_MEGABYTES = 256;

  /// Stands at the end of the answers.
  private static final String END = "end";

  private static final int MAXIMUM_UNREAD = 4;
  private static final int KEPT_ERROR_LINES = 10;
  private static final Duration DEATH_BOUND = Duration.ofSeconds(5);

  /// The first compiler suffices: nothing here runs for long, and it is ready much sooner.
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx" + HEAP_MEGABYTES + "m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.awt.headless=true");

  private final Process process;
  private final Writer tasks;
  private final BlockingQueue<Message> answers = new ArrayBlockingQueue<>(MAXIMUM_UNREAD);
  private final ArrayDeque<String> lastErrors = new ArrayDeque<>(); // guarded by itself
  private final Thread killAtExit;

  private JudgeProcess(Process process) {
    this.process = process;
    this.tasks = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.killAtExit = Thread.ofPlatform().unstarted(this::kill);
    Runtime.getRuntime().addShutdownHook(killAtExit);
    Thread.ofPlatform().daemon().name("judge-answers").start(this::readAnswers);
    Thread.ofPlatform().daemon().name("judge-errors").start(this::readErrors);
  }

  /// Starts a child with this JVM's class path.
  static JudgeProcess start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), JudgeMain.class.getName()));
    return new JudgeProcess(new ProcessBuilder(command).start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// @throws IOException when the child is gone
  void send(Message task) throws IOException {
    task.writeTo(tasks);
  }

  /// Sends a task and waits for its answer.
  ///
  /// @return nothing when the child is silent for longer than `bound`, or has ended
  Optional<Message> ask(Message task, Duration bound) throws InterruptedException {
    try {
      send(task);
    } catch (IOException gone) {
      return Optional.empty();
    }
    return answer(bound);
  }

  /// The next answer.
  ///
  /// @return nothing when the child is silent for longer than `bound`, or has ended
  Optional<Message> answer(Duration bound) throws InterruptedException {
    return Optional.ofNullable(answers.poll(bound.toMillis(), TimeUnit.MILLISECONDS))
        .filter(answer -> !answer.kind().equals(END));
  }

  /// What became of a child without an answer, in words; kills it when it lives.
  String epitaph() throws InterruptedException {
    if (process.waitFor(DEATH_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
      synchronized (lastErrors) {
        return "exit code "
            + process.exitValue()
            + (lastErrors.isEmpty() ? "" : ": " + String.join("; ", lastErrors));
      }
    }
    kill();
    return "killed";
  }

  private void readAnswers() {
    try (BufferedReader reader = reader(process.getInputStream())) {
      Message message;
      do {
        message = readAnswer(reader);
        answers.put(message);
      } while (!message.kind().equals(END));
    } catch (IOException | InterruptedException ended) {
      kill();
    }
  }

  /// What is no message, or no answer, was written by the judged code, past `System.out`: the child
  /// has lost its voice.
  private Message readAnswer(BufferedReader reader) {
    try {
      Message message = Message.readFrom(reader).orElse(Message.of(END));
      if (!message.kind().equals(END) && !message.kind().equals(JudgeMain.READY)) {
        Answer.read(message); // throws what is no outcome
      }
      return message;
    } catch (IOException garbled) {
      kill();
      return Answer.of(
              new Outcome.Stopped(
                  "writes to file descriptor 1, where the verdicts go", "", "", "", ""))
          .with(JudgeMain.WORN, true);
    }
  }

  private void readErrors() {
    try (BufferedReader reader = reader(process.getErrorStream())) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lastErrors) {
          if (lastErrors.size() == KEPT_ERROR_LINES) {
            lastErrors.removeFirst();
          }
          lastErrors.addLast(line);
        }
      }
    } catch (IOException ended) {
      kill();
    }
  }

  private static BufferedReader reader(InputStream from) {
    return new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /// Kills it. Idempotent.
  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException shuttingDown) {
      // then it has done its work
    }
  }
}
