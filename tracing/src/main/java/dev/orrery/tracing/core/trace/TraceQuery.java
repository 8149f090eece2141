package dev.orrery.tracing.core.trace;

/// Which traces are looked for; an empty text or a zero means any.
///
/// @param service some span is of this service
/// @param operation some span, of that service if given, has this name
/// @param minimumDurationNanos of the request (its root)
/// @param sinceNanos the trace began then or later, nanoseconds since 1970
/// @param errorsOnly some span failed
/// @param limit 1 to [#MAXIMUM_LIMIT]
public record TraceQuery(
    String service,
    String operation,
    long minimumDurationNanos,
    long sinceNanos,
    boolean errorsOnly,
    int limit) {
  public static final int DEFAULT_LIMIT = 20;
  public static final int MAXIMUM_LIMIT = 1_000;

  public TraceQuery {
    limit = limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAXIMUM_LIMIT);
  }

  boolean accepts(SpanRecord span) {
    return (service.isEmpty() || span.service().equals(service))
        && (operation.isEmpty() || span.name().equals(operation));
  }
}
