/// Numbers over time: a latency sketch of bounded error
/// ([dev.orrery.tracing.core.metrics.LatencySketch]), a window that slides
/// ([dev.orrery.tracing.core.metrics.SlidingWindow]), and the four golden signals made of both
/// ([dev.orrery.tracing.core.metrics.SignalBoard]).
@NullMarked
package dev.orrery.tracing.core.metrics;

import org.jspecify.annotations.NullMarked;
