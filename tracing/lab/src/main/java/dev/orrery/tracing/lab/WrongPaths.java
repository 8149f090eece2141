package dev.orrery.tracing.lab;

import dev.orrery.tracing.core.trace.CriticalPath;
import dev.orrery.tracing.core.trace.SpanNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The wrong twins of the critical path: the right walk with one thing changed.
///
/// @param preferred the child waited for, of those that remain, is the greatest in this order
/// @param waitsForAsynchronous the mistake of counting what nobody waited for
/// @param trustsClocks the mistake of not cutting a child to its parent's window
/// @param overlaps the mistake of counting a child that was still running when the next began
record WrongPaths(
    Comparator<SpanNode> preferred,
    boolean waitsForAsynchronous,
    boolean trustsClocks,
    boolean overlaps)
    implements CriticalPath {
  private static final Comparator<SpanNode> LAST_FINISHING =
      Comparator.comparingLong(SpanNode::endNanos).thenComparingLong(SpanNode::startNanos);

  static CriticalPath longestChild() {
    return new WrongPaths(
        Comparator.comparingLong(child -> child.endNanos() - child.startNanos()),
        false,
        false,
        false);
  }

  static CriticalPath firstStarted() {
    return new WrongPaths(
        Comparator.comparingLong(child -> -child.startNanos()), false, false, false);
  }

  static CriticalPath countsAsynchronous() {
    return new WrongPaths(LAST_FINISHING, true, false, false);
  }

  static CriticalPath believesSkewedClocks() {
    return new WrongPaths(LAST_FINISHING, false, true, false);
  }

  static CriticalPath countsOverlapsTwice() {
    return new WrongPaths(LAST_FINISHING, false, false, true);
  }

  /// Blames the root for everything.
  static CriticalPath rootOnly() {
    return root ->
        root.startNanos() == root.endNanos()
            ? List.of()
            : List.of(new Segment(root, root.startNanos(), root.endNanos()));
  }

  @Override
  public List<Segment> of(SpanNode root) {
    List<Segment> segments = new ArrayList<>();
    explain(root, root.startNanos(), root.endNanos(), segments);
    segments.removeIf(segment -> segment.nanos() <= 0);
    segments.sort(Comparator.comparingLong(Segment::fromNanos));
    return segments;
  }

  private void explain(SpanNode node, long from, long until, List<Segment> segments) {
    long cursor = until;
    List<SpanNode> candidates = new ArrayList<>(node.children());
    candidates.sort(preferred.reversed());
    for (SpanNode child : candidates) {
      long begin = trustsClocks ? child.startNanos() : Math.max(child.startNanos(), from);
      long end = trustsClocks ? child.endNanos() : Math.min(child.endNanos(), until);
      boolean waited = waitsForAsynchronous || !child.asynchronous();
      if (waited && begin < end && (trustsClocks || overlaps || end <= cursor)) {
        segments.add(new Segment(node, end, cursor));
        explain(child, begin, end, segments);
        cursor = begin;
      }
    }
    segments.add(new Segment(node, from, cursor));
  }
}
