package dev.orrery.tracing.core.trace;

import java.util.List;

/// Answers, for each instant of a request, which span the request was waiting for. Swap point
/// `tracing.critical-path`.
///
/// An implementation keeps:
/// - the segments tile the root's interval: no gap, no overlap, so their lengths sum to the root's
///   duration exactly;
/// - a segment lies inside its span's own interval;
/// - no segment belongs to an asynchronous span: nobody waited for it.
///
/// Stateless, hence thread-safe.
public interface CriticalPath {
  /// @param root a tree whose clocks may be skewed: a child may begin before its parent or end
  ///   after it
  /// @return segments in order of time; empty ones are left out
  List<Segment> of(SpanNode root);

  /// From `fromNanos` (inclusive) to `untilNanos` (exclusive) the request waited for `node` itself,
  /// not for a child of it.
  record Segment(SpanNode node, long fromNanos, long untilNanos) {
    public long nanos() {
      return untilNanos - fromNanos;
    }
  }
}
