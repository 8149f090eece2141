/// Tracing: what happened to a request, what was said about it, and how the whole system is doing.
///
/// A request crosses ten processes; each knows its own part only. Every one of them sends here,
/// over OTLP, what it saw: **spans** (this work, from then to then, caused by that span), **log
/// records** and **metrics**. From these the component answers four questions:
///
/// ```
///   services ──OTLP──▶ edge.otlp ──▶ core.trace    what was this request waiting for?
///            (grpc)         │        core.logs     what was said meanwhile?
///                           └──────▶ core.metrics  how slow, how busy, how broken, how full?
///                                        │         who calls whom?
///   people, tour ◀── edge.grpc, edge.http┴ core.view
/// ```
///
/// ## The idea: the critical path
///
/// ```
///   web        |=========================|       12 ms
///     users      |-----|                         off: posts ran longer
///     posts      |===============|               on the path: 8 ms
///       database   |==========|                  of them 6 ms here   ← bottleneck
///   (later) relay                    |~~~~|      nobody waited for it
/// ```
///
/// Making `users` faster changes nothing for the caller, though it took time. Walking backwards
/// from the end, from each span to the child that finished last, gives every instant of the request
/// to exactly one span ([dev.orrery.tracing.core.trace.CriticalPath]).
///
/// ## Invariants
///
/// - The segments of a critical path tile the root's interval: their lengths sum to its duration.
/// - The assembled trace does not depend on the order in which its spans arrived.
/// - Spans and log records never weigh more than their capacity; what was thrown away is counted.
/// - A quantile is within the sketch's relative error; merging sketches is recording both streams.
/// - Traffic, errors and latency do not depend on how many traces are sampled, once a service sends
///   its histogram.
///
/// ## Failures
///
/// - Spans are lost, late or doubled: a missing parent makes orphans, which are counted; a late
///   span joins its trace when it comes; a doubled one is kept once.
/// - Clocks disagree: a child sticking out of its parent is cut to the parent's window; the signals
///   use the time of arrival only.
/// - A sender is broken: malformed ids and impossible times are rejected one by one and told in the
///   answer; circles of parents are cut open; texts and lists are cut at named bounds.
/// - This component dies: senders drop what their queues cannot hold, and count it; nothing else
///   stops. What was kept is gone with the process, by design.
///
/// ## Reading order
///
/// 1. [dev.orrery.tracing.core.trace.SpanRecord], [dev.orrery.tracing.core.trace.TraceStore] and
///    [dev.orrery.tracing.core.trace.TraceEviction]: what is kept, and what leaves.
/// 2. [dev.orrery.tracing.core.trace.TraceAssembly] and
///    [dev.orrery.tracing.core.trace.LastFinishingChild]: the tree and the critical path.
/// 3. [dev.orrery.tracing.core.metrics.LatencySketch],
///    [dev.orrery.tracing.core.metrics.LogarithmicBuckets],
///    [dev.orrery.tracing.core.metrics.SlidingWindow] and
///    [dev.orrery.tracing.core.metrics.SignalBoard]: quantiles over a window.
/// 4. [dev.orrery.tracing.core.logs.LogStore], [dev.orrery.tracing.core.view.Waterfall].
/// 5. [dev.orrery.tracing.edge.otlp.TraceIntake] and [dev.orrery.tracing.TracingServer].
@NullMarked
package dev.orrery.tracing;

import org.jspecify.annotations.NullMarked;
