package dev.orrery.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running child. Its two outputs are read all the time, so that it never blocks on a full pipe;
/// of each the last [#MAXIMUM_LINES] lines are kept. Thread-safe.
public final class ChildProcess implements AutoCloseable {
  public static final int MAXIMUM_LINES = 10_000;
  private static final int TOLD_LINES = 30;
  private static final Duration DEATH_BOUND = Duration.ofSeconds(10);
  private static final Set<ChildProcess> LIVING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().unstarted(() -> LIVING.forEach(ChildProcess::destroy)));
  }

  /// One output. Guarded by its own monitor, which is notified at each line and at the end.
  private static final class Output {
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long dropped;
    private long consumed;
    private boolean ended;

    synchronized void add(String line) {
      if (lines.size() == MAXIMUM_LINES) {
        lines.removeFirst();
        dropped++;
      }
      lines.addLast(line);
      notifyAll();
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized List<String> all() {
      return new ArrayList<>(lines);
    }
  }

  private final Launch launch;
  private final Process process;
  private final Output standard = new Output();
  private final Output error = new Output();

  ChildProcess(Launch launch) throws IOException {
    this.launch = launch;
    ProcessBuilder builder =
        new ProcessBuilder(launch.command()).directory(launch.directory().toFile());
    builder.environment().putAll(launch.environment());
    process = builder.start();
    LIVING.add(this);
    read(process.getInputStream(), standard, "out");
    read(process.getErrorStream(), error, "err");
  }

  private void read(InputStream from, Output into, String which) {
    Thread.ofPlatform()
        .daemon()
        .name("child-" + process.pid() + "-" + which)
        .start(() -> {
          try (BufferedReader reader =
              new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            reader.lines().forEach(into::add);
          } catch (IOException | UncheckedIOException closed) {
            // the child died while a line was on its way
          } finally {
            into.end();
          }
        });
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// The kept lines of standard output so far.
  public List<String> output() {
    return standard.all();
  }

  /// The kept lines of standard error so far.
  public List<String> errors() {
    return error.all();
  }

  /// Waits for the next line of standard output that contains a match of `pattern`, beginning after
  /// the line an earlier call returned, and returns the match.
  ///
  /// @throws AssertionError when there is none within `bound`, or the child ends without one; tells
  ///   its last lines
  public Matcher awaitLine(Duration bound, String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + bound.toNanos();
    synchronized (standard) {
      while (true) {
        long number = standard.dropped;
        for (String line : standard.lines) {
          number++;
          if (number > standard.consumed) {
            standard.consumed = number;
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
              return matcher;
            }
          }
        }
        long left = deadline - System.nanoTime();
        if (standard.ended || left <= 0) {
          String why =
              standard.ended ? "ended without" : "did not within " + bound.toMillis() + " ms print";
          throw new AssertionError(
              "the child " + why + " a line matching \"" + pattern + "\"" + tell());
        }
        TimeUnit.NANOSECONDS.timedWait(standard, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
      }
    }
  }

  /// SIGKILL, for it and its descendants; returns when it is dead.
  public void kill() {
    destroy();
    try {
      if (!process.waitFor(DEATH_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("killed, yet not dead after " + DEATH_BOUND + tell());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    LIVING.remove(this);
  }

  /// SIGTERM; returns the exit code.
  ///
  /// @throws AssertionError when it lives on after `bound`; it is killed then
  public int terminate(Duration bound) throws InterruptedException {
    process.destroy();
    return awaitExit(bound);
  }

  /// Waits for it to end by itself; returns the exit code.
  ///
  /// @throws AssertionError when it lives on after `bound`; it is killed then
  public int awaitExit(Duration bound) throws InterruptedException {
    if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("the child did not end within " + bound.toMillis() + " ms" + tell());
    }
    LIVING.remove(this);
    return process.exitValue();
  }

  /// Kills it if it lives. Idempotent.
  @Override
  public void close() {
    kill();
  }

  private void destroy() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String tell() {
    return "\n  command: "
        + String.join(" ", launch.command())
        + tail("out", output())
        + tail("err", errors());
  }

  private static String tail(String which, List<String> lines) {
    StringBuilder told = new StringBuilder();
    for (String line : lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size())) {
      told.append("\n  ").append(which).append(": ").append(line);
    }
    return told.toString();
  }
}
