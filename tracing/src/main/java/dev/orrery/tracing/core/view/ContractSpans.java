package dev.orrery.tracing.core.view;

import dev.orrery.tracing.core.trace.AssembledTrace;
import dev.orrery.tracing.core.trace.CriticalPath.Segment;
import dev.orrery.tracing.core.trace.Link;
import dev.orrery.tracing.core.trace.SpanKind;
import dev.orrery.tracing.core.trace.SpanNode;
import dev.orrery.tracing.core.trace.SpanRecord;
import dev.orrery.tracing.v1.Span;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// An assembled trace as the contract's messages.
public final class ContractSpans {
  private ContractSpans() {}

  /// Depth-first from the root, children by start time.
  public static List<Span> of(AssembledTrace trace) {
    Map<SpanNode, Long> selfNanos = new HashMap<>();
    for (Segment segment : trace.criticalPath()) {
      selfNanos.merge(segment.node(), segment.nanos(), Long::sum);
    }
    return trace
        .depthFirst()
        .map(node ->
            span(node)
                .setCritical(selfNanos.containsKey(node))
                .setCriticalSelfNanos(selfNanos.getOrDefault(node, 0L))
                .build())
        .toList();
  }

  private static Span.Builder span(SpanNode node) {
    SpanRecord span = node.span();
    return Span.newBuilder()
        .setTraceId(span.trace().toString())
        .setSpanId(hex(span.id()))
        .setParentSpanId(span.isRoot() ? "" : hex(span.parent()))
        .setService(span.origin().service())
        .setInstance(span.origin().instance())
        .setName(span.name())
        .setKind(kind(span.kind()))
        .setStartNanos(span.startNanos())
        .setEndNanos(span.endNanos())
        .setError(span.error())
        .setStatusMessage(span.statusMessage())
        .putAllAttributes(span.attributes().toMap())
        .setAsynchronous(node.asynchronous())
        .addAllLinks(span.links().stream().map(Link::toString).toList());
  }

  private static String hex(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  private static Span.Kind kind(SpanKind kind) {
    return switch (kind) {
      case UNSPECIFIED -> Span.Kind.KIND_UNSPECIFIED;
      case INTERNAL -> Span.Kind.KIND_INTERNAL;
      case SERVER -> Span.Kind.KIND_SERVER;
      case CLIENT -> Span.Kind.KIND_CLIENT;
      case PRODUCER -> Span.Kind.KIND_PRODUCER;
      case CONSUMER -> Span.Kind.KIND_CONSUMER;
    };
  }
}
