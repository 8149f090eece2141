package dev.orrery.tracing.core.trace;

import dev.orrery.tracing.core.trace.CriticalPath.Segment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A trace put together.
///
/// @param tops the trees: true roots first, then orphans, each by start time; the first is the
///   request
/// @param roots spans without a parent; a whole trace has one
/// @param orphans spans whose parent is not kept, or is a descendant of their own
/// @param criticalPath of the first tree, in order of time
public record AssembledTrace(
    List<SpanNode> tops, int roots, int orphans, List<Segment> criticalPath) {
  public AssembledTrace {
    tops = List.copyOf(tops);
    criticalPath = List.copyOf(criticalPath);
  }

  /// The tree that is the request; empty only for a trace without spans.
  public Optional<SpanNode> request() {
    return tops.stream().findFirst();
  }

  /// Every span, depth-first, children by start time.
  public Stream<SpanNode> depthFirst() {
    return DepthFirst.of(tops).stream();
  }
}
