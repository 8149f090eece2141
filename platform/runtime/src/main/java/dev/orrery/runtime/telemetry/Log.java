package dev.orrery.runtime.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A component's log: structured entries that go to the observability component with the trace they
/// belong to, and, from `consoleLevel` up, to standard error as a line each. Thread-safe.
///
/// `log.warn("lease lapsed", "instance", name)`: a constant sentence, then pairs of key and value.
public final class Log {
  private final Logger logger;
  private final String instance;
  private final Severity consoleLevel;
  private final PrintStream console;

  public Log(OpenTelemetry telemetry, String instance, Severity consoleLevel, PrintStream console) {
    this.logger = telemetry.getLogsBridge().get(Telemetry.SCOPE);
    this.instance = instance;
    this.consoleLevel = consoleLevel;
    this.console = console;
  }

  public void trace(String message, @Nullable Object... pairs) {
    write(Severity.TRACE, message, null, pairs);
  }

  public void debug(String message, @Nullable Object... pairs) {
    write(Severity.DEBUG, message, null, pairs);
  }

  public void info(String message, @Nullable Object... pairs) {
    write(Severity.INFO, message, null, pairs);
  }

  public void warn(String message, @Nullable Object... pairs) {
    write(Severity.WARN, message, null, pairs);
  }

  public void error(String message, @Nullable Throwable cause, @Nullable Object... pairs) {
    write(Severity.ERROR, message, cause, pairs);
  }

  /// The component cannot go on.
  public void fatal(String message, @Nullable Throwable cause, @Nullable Object... pairs) {
    write(Severity.FATAL, message, cause, pairs);
  }

  private void write(
      Severity severity, String message, @Nullable Throwable cause, @Nullable Object[] pairs) {
    LogRecordBuilder entry =
        logger
            .logRecordBuilder()
            .setSeverity(severity)
            .setSeverityText(severity.name())
            .setBody(message)
            .setContext(Context.current());
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      entry.setAttribute(
          AttributeKey.stringKey(String.valueOf(pairs[i])), String.valueOf(pairs[i + 1]));
    }
    if (cause != null) {
      entry.setAttribute(AttributeKey.stringKey("exception.type"), cause.getClass().getName());
      entry.setAttribute(
          AttributeKey.stringKey("exception.message"), String.valueOf(cause.getMessage()));
    }
    entry.emit();
    if (severity.getSeverityNumber() >= consoleLevel.getSeverityNumber()) {
      console.println(line(severity, message, cause, pairs));
    }
  }

  private String line(
      Severity severity, String message, @Nullable Throwable cause, @Nullable Object[] pairs) {
    StringBuilder line = new StringBuilder(128);
    line.append(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(severity)
        .append(' ');
    line.append(instance).append(": ").append(message);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      line.append(' ').append(pairs[i]).append('=').append(pairs[i + 1]);
    }
    for (Throwable t = cause; t != null; t = t.getCause()) {
      line.append(" ← ").append(t);
    }
    return line.toString();
  }
}
