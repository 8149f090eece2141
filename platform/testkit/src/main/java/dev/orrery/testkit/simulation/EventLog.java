package dev.orrery.testkit.simulation;

import java.util.List;
import java.util.Locale;

/// What happened, a line an event: virtual seconds to the nanosecond, then who and what.
final class EventLog {
  private final StringBuilder text = new StringBuilder();

  void add(long nowNanos, String line) {
    if (text.length() > Simulation.MAXIMUM_LOG_LENGTH) {
      throw new IllegalStateException("the event log is full: simulate a shorter time");
    }
    String fraction = Long.toString(nowNanos % 1_000_000_000);
    text.append(nowNanos / 1_000_000_000)
        .append('.')
        .repeat('0', 9 - fraction.length())
        .append(fraction)
        .append("  ")
        .append(line)
        .append('\n');
  }

  String text() {
    return text.toString();
  }

  /// The last lines, indented.
  String tail(int lines) {
    List<String> all = text.toString().lines().toList();
    return "  " + String.join("\n  ", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
  }
}
