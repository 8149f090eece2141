package dev.orrery.tracing.core;

import dev.orrery.tracing.core.logs.LogStore;
import dev.orrery.tracing.core.metrics.SignalBoard;
import dev.orrery.tracing.core.trace.SpanRecord;
import dev.orrery.tracing.core.trace.StringPool;
import dev.orrery.tracing.core.trace.TraceAssembly;
import dev.orrery.tracing.core.trace.TraceStore;

/// The three pillars in one hand: traces, logs, metrics, and the pool of strings they share. Each
/// part is thread-safe by itself.
public record Observations(
    StringPool pool,
    TraceStore traces,
    TraceAssembly assembly,
    LogStore logs,
    SignalBoard signals) {

  /// Keeps a span and takes from it what concerns the signals; one sent twice counts once.
  ///
  /// @param now monotonic nanoseconds
  public TraceStore.Outcome keep(SpanRecord span, long now) {
    TraceStore.Outcome outcome = traces.add(span, now);
    if (outcome != TraceStore.Outcome.DUPLICATE) {
      signals.observe(span, now);
    }
    return outcome;
  }
}
