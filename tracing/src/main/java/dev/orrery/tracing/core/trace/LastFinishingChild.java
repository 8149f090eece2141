package dev.orrery.tracing.core.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// The critical path of CRISP (Zhang et al., "CRISP: Critical Path Analysis of Large-Scale
/// Microservice Architectures", USENIX ATC 2022): walk backwards from the root's end; the child
/// that finished last is what the parent waited for; before it, the child that finished last among
/// those that had ended when it began; and so on, and inside each child the same again.
///
/// ```
///   time →      0    2    4    6    8   10   12
///   root        |=============================|     self: 0-1, 7-8, 11-12
///     A          |-----------|                      off the path: B ran longer
///     B          |=============|                    on it: 1-7 (of which C explains 2-5)
///       C          |======|                         2-5
///     D                            |======|         8-11
///     E  (asynchronous)                  ~~~~~~~~   nobody waits for it
/// ```
///
/// A child still running when the chosen one began did not delay it and is passed over. Where
/// clocks disagree and a child sticks out of its parent, it is cut to the parent's window: an
/// effect cannot be waited for before its cause. Equal ends go to the later start, then to the
/// greater span id (unsigned), so that the answer does not depend on the order of arrival.
public final class LastFinishingChild implements CriticalPath {
  private record Window(SpanNode node, long from, long until) {
    Window cutTo(long earliest, long latest) {
      return new Window(node, Math.max(from, earliest), Math.min(until, latest));
    }
  }

  private static final Comparator<Window> LAST_FINISHING_FIRST =
      Comparator.comparingLong(Window::until)
          .thenComparingLong(Window::from)
          .thenComparing(window -> window.node().span().id(), Long::compareUnsigned)
          .reversed();

  @Override
  public List<Segment> of(SpanNode root) {
    List<Segment> segments = new ArrayList<>();
    Deque<Window> open = new ArrayDeque<>();
    open.push(new Window(root, root.startNanos(), root.endNanos()));
    while (!open.isEmpty()) {
      explain(open.pop(), segments, open);
    }
    segments.sort(Comparator.comparingLong(Segment::fromNanos));
    return segments;
  }

  /// Walks backwards through one window: gaps become segments of the window's own node, chosen
  /// children are opened.
  private static void explain(Window window, List<Segment> segments, Deque<Window> open) {
    long cursor = window.until();
    for (Window child : waitedFor(window)) {
      if (child.until() <= cursor) {
        add(segments, window.node(), child.until(), cursor);
        open.push(child);
        cursor = child.from();
      }
    }
    add(segments, window.node(), window.from(), cursor);
  }

  private static List<Window> waitedFor(Window window) {
    return window.node().children().stream()
        .filter(child -> !child.asynchronous())
        .map(child -> new Window(child, child.startNanos(), child.endNanos()))
        .map(child -> child.cutTo(window.from(), window.until()))
        .filter(child -> child.from() < child.until())
        .sorted(LAST_FINISHING_FIRST)
        .toList();
  }

  private static void add(List<Segment> segments, SpanNode node, long from, long until) {
    if (from < until) {
      segments.add(new Segment(node, from, until));
    }
  }
}
