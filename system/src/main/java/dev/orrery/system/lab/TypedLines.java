package dev.orrery.system.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A command a line, from input that is no terminal. After the last line the watch mode quits;
/// input without a single line (`< /dev/null`) gives no command ever, and the file is watched until
/// the process is ended.
public final class TypedLines implements Commands {
  /// Lines that are read ahead.
  static final int MAXIMUM_WAITING = 16;

  private final BlockingQueue<Command> waiting = new LinkedBlockingQueue<>(MAXIMUM_WAITING);
  private final Thread reader;

  public TypedLines(InputStream input) {
    reader =
        Thread.ofPlatform()
            .daemon()
            .name("commands")
            .start(() -> {
              try {
                read(input);
              } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void read(InputStream input) throws InterruptedException {
    boolean any = false;
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        any = true;
        waiting.put(Command.ofLine(line));
      }
    } catch (IOException ended) {
      any = true; // nobody can command any more
    }
    if (any) {
      waiting.put(Command.QUIT);
    }
  }

  @Override
  public Optional<Command> next(Duration bound) throws InterruptedException {
    return Optional.ofNullable(waiting.poll(bound.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public boolean patient() {
    return true;
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
