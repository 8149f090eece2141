package dev.orrery.tracing.core.logs;

/// How bad it is, in the six levels of the OpenTelemetry log data model, each of which spans four
/// of its numbers (TRACE 1-4, DEBUG 5-8, … FATAL 21-24).
public enum Severity {
  UNSPECIFIED,
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL;

  private static final int NUMBERS_PER_LEVEL = 4;

  /// @param number OpenTelemetry's SeverityNumber; anything outside 1 to 24 is unspecified
  public static Severity ofNumber(int number) {
    int level = (number + NUMBERS_PER_LEVEL - 1) / NUMBERS_PER_LEVEL;
    return number < 1 || level >= values().length ? UNSPECIFIED : values()[level];
  }
}
