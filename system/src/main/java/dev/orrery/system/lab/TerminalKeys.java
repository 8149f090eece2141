package dev.orrery.system.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/// A command a key, without Enter, from a terminal in raw mode. Ctrl-C ends the process as ever.
public final class TerminalKeys implements Commands {
  private static final int END_OF_INPUT = 4; // Ctrl-D

  private final Terminal terminal;
  private final Attributes found;
  private boolean restored;

  /// @throws IOException when this is no terminal
  public TerminalKeys() throws IOException {
    terminal = TerminalBuilder.builder().system(true).dumb(false).build();
    found = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, true); // Ctrl-C ends us, also during a verdict
    terminal.setAttributes(raw);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::restore));
  }

  @Override
  public Optional<Command> next(Duration bound) throws InterruptedException {
    try {
      int key = terminal.reader().read(Math.max(1, bound.toMillis()));
      return switch (key) {
        case NonBlockingReader.READ_EXPIRED -> Optional.empty();
        case NonBlockingReader.EOF, END_OF_INPUT -> Optional.of(Command.QUIT);
        case '\r', '\n' -> Optional.empty();
        default -> Optional.of(Command.ofKey(key));
      };
    } catch (IOException gone) {
      return Optional.of(Command.QUIT);
    }
  }

  @Override
  public boolean patient() {
    return false;
  }

  /// Once: by [#close()], or by the shutdown hook when there was no time for that.
  private synchronized void restore() {
    if (!restored) {
      restored = true;
      terminal.setAttributes(found);
    }
  }

  @Override
  public void close() {
    restore();
    try {
      terminal.close();
    } catch (IOException gone) {
      // a terminal that is gone needs no care
    }
  }
}
