package dev.orrery.system.cli;

import java.io.PrintStream;
import java.util.Locale;

/// Output for people: colours and moving progress lines on a terminal, plain lines elsewhere.
final class Console {
  private static final int BAR_WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;

  Console(PrintStream out) {
    this.out = out;
    this.terminal = isTerminal() && System.getenv("NO_COLOR") == null;
  }

  /// Whether both standard input and standard output are a terminal.
  @SuppressWarnings("SystemConsoleNull") // null still, where the JDK has no console provider
  static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  void line(String text) {
    out.println(text);
  }

  String bold(String text) {
    return coloured("1", text);
  }

  String green(String text) {
    return coloured("32", text);
  }

  String red(String text) {
    return coloured("31", text);
  }

  String dim(String text) {
    return coloured("2", text);
  }

  private String coloured(String code, String text) {
    return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /// Shows how far something is: a bar that moves on a terminal; elsewhere a line at each tenth.
  void progress(String what, long done, long total) {
    if (terminal) {
      int filled = total == 0 ? BAR_WIDTH : (int) (BAR_WIDTH * done / total);
      out.printf(
          Locale.ROOT,
          "\r%-12s [%s%s] %d/%d",
          what,
          "#".repeat(filled),
          "·".repeat(BAR_WIDTH - filled),
          done,
          total);
      if (done >= total) {
        out.println();
      }
      out.flush();
    } else if (total > 0 && (done == total || done * 10 / total != (done - 1) * 10 / total)) {
      out.printf(Locale.ROOT, "%-12s %3d %% (%d of %d)%n", what, 100 * done / total, done, total);
    }
  }
}
