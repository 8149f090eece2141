package dev.orrery.tracing.core.logs;

import dev.orrery.tracing.core.trace.Attributes;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.StringPool;
import dev.orrery.tracing.core.trace.TraceId;
import java.util.Optional;

/// One log record as it is kept.
///
/// @param timeNanos nanoseconds since 1970, by the sender's clock
/// @param trace the request it was written in, if any
/// @param span the span it was written in, 0 for none
public record LogEntry(
    long timeNanos,
    Severity severity,
    Origin origin,
    String body,
    Optional<TraceId> trace,
    long span,
    Attributes attributes) {
  /// The record, its optional trace id and its place in the queue.
  private static final int ENTRY_BYTES = 120;

  /// Heap bytes it is charged for.
  public long weightBytes(StringPool pool) {
    return ENTRY_BYTES
        + pool.weightBytes(body)
        + pool.weightBytes(origin.service())
        + pool.weightBytes(origin.instance())
        + attributes.weightBytes(pool);
  }
}
