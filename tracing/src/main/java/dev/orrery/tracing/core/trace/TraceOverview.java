package dev.orrery.tracing.core.trace;

import java.util.List;

/// One line about a trace: of its root, or of the earliest span while the root has not arrived.
public record TraceOverview(
    TraceId trace,
    String service,
    String name,
    long startNanos,
    long durationNanos,
    int spans,
    boolean error) {
  static TraceOverview of(List<SpanRecord> spans) {
    SpanRecord first = spans.getFirst();
    boolean error = false;
    for (SpanRecord span : spans) {
      error |= span.error();
      if (comesBefore(span, first)) {
        first = span;
      }
    }
    return new TraceOverview(
        first.trace(),
        first.service(),
        first.name(),
        first.startNanos(),
        first.durationNanos(),
        spans.size(),
        error);
  }

  private static boolean comesBefore(SpanRecord span, SpanRecord first) {
    return span.isRoot() == first.isRoot() ? span.startNanos() < first.startNanos() : span.isRoot();
  }
}
