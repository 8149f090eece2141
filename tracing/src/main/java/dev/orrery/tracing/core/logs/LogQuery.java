package dev.orrery.tracing.core.logs;

import dev.orrery.tracing.core.trace.TraceId;
import java.util.Locale;
import java.util.Optional;

/// Which log records are looked for; what is empty or zero means any.
///
/// @param minimum this level or worse
/// @param text part of the body, whatever the case of its letters
/// @param sinceNanos written then or later, nanoseconds since 1970
/// @param limit 1 to [#MAXIMUM_LIMIT]
public record LogQuery(
    Optional<TraceId> trace,
    Severity minimum,
    String service,
    String text,
    long sinceNanos,
    int limit) {
  public static final int DEFAULT_LIMIT = 100;
  public static final int MAXIMUM_LIMIT = 10_000;

  public LogQuery {
    limit = limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAXIMUM_LIMIT);
    text = text.toLowerCase(Locale.ROOT);
  }

  boolean accepts(LogEntry entry) {
    return entry.severity().compareTo(minimum) >= 0
        && entry.timeNanos() >= sinceNanos
        && (service.isEmpty() || entry.origin().service().equals(service))
        && (trace.isEmpty() || trace.equals(entry.trace()))
        && (text.isEmpty() || entry.body().toLowerCase(Locale.ROOT).contains(text));
  }
}
