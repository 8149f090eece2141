/// Spans into traces: kept under a bound ([dev.orrery.tracing.core.trace.TraceStore]), put together
/// ([dev.orrery.tracing.core.trace.TraceAssembly]), explained
/// ([dev.orrery.tracing.core.trace.CriticalPath]).
@NullMarked
package dev.orrery.tracing.core.trace;

import org.jspecify.annotations.NullMarked;
