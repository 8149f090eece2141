package dev.orrery.tracing.core.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts a trace together from its spans, in whatever order they came: exporters of different
/// processes send when they like, and a parent ends, hence is sent, after its children.
///
/// What has no parent is a root. What names a parent that is not here is an **orphan** (not yet
/// arrived, dropped, or never sampled) and stands beside the roots. Spans whose parents form a
/// circle, which only a broken sender makes, are cut open at the earliest and count as orphans.
///
/// A span is **asynchronous**, not waited for by the request, when
/// - it receives from a queue or log (kind CONSUMER), or is joined by a link, or
/// - it begins after its parent, or the whole request, has ended, or
/// - its parent is asynchronous.
///
/// Stateless but for the algorithm given, hence thread-safe.
public final class TraceAssembly {
  private static final Comparator<SpanRecord> BY_START =
      Comparator.comparingLong(SpanRecord::startNanos)
          .thenComparing(SpanRecord::id, Long::compareUnsigned);

  private final CriticalPath criticalPath;

  public TraceAssembly(CriticalPath criticalPath) {
    this.criticalPath = criticalPath;
  }

  /// @param spans of one trace, ids distinct
  public AssembledTrace assemble(Collection<SpanRecord> spans) {
    List<SpanRecord> sorted = spans.stream().sorted(BY_START).toList();
    Set<Long> ids = new HashSet<>();
    sorted.forEach(span -> ids.add(span.id()));
    Map<Long, List<SpanRecord>> childrenOf = new HashMap<>();
    List<SpanRecord> roots = new ArrayList<>();
    List<SpanRecord> orphans = new ArrayList<>();
    for (SpanRecord span : sorted) {
      if (span.isRoot()) {
        roots.add(span);
      } else if (!ids.contains(span.parent())) {
        orphans.add(span);
      } else {
        childrenOf.computeIfAbsent(span.parent(), parent -> new ArrayList<>()).add(span);
      }
    }
    cutCircles(sorted, roots, orphans, childrenOf);
    List<SpanRecord> tops = new ArrayList<>(roots);
    tops.addAll(orphans);
    long requestEnd = tops.isEmpty() ? Long.MAX_VALUE : tops.getFirst().endNanos();
    List<SpanNode> trees = trees(tops, childrenOf, requestEnd);
    return new AssembledTrace(
        trees,
        roots.size(),
        orphans.size(),
        trees.isEmpty() ? List.of() : criticalPath.of(trees.getFirst()));
  }

  /// Makes an orphan of the earliest span of each circle, which no root or orphan reaches.
  private static void cutCircles(
      List<SpanRecord> sorted,
      List<SpanRecord> roots,
      List<SpanRecord> orphans,
      Map<Long, List<SpanRecord>> childrenOf) {
    Set<Long> reached = new HashSet<>();
    roots.forEach(top -> reach(top, childrenOf, reached));
    orphans.forEach(top -> reach(top, childrenOf, reached));
    for (SpanRecord span : sorted) {
      if (!reached.contains(span.id())) {
        childrenOf.getOrDefault(span.parent(), new ArrayList<>()).remove(span);
        orphans.add(span);
        reach(span, childrenOf, reached);
      }
    }
    orphans.sort(BY_START);
  }

  private static void reach(
      SpanRecord top, Map<Long, List<SpanRecord>> childrenOf, Set<Long> reached) {
    Deque<SpanRecord> next = new ArrayDeque<>(List.of(top));
    while (!next.isEmpty()) {
      SpanRecord span = next.pop();
      if (reached.add(span.id())) {
        childrenOf.getOrDefault(span.id(), List.of()).forEach(next::push);
      }
    }
  }

  /// Parents before children to know who is asynchronous; an iteration, for chains may be long.
  private static List<SpanNode> trees(
      List<SpanRecord> tops, Map<Long, List<SpanRecord>> childrenOf, long requestEnd) {
    List<SpanNode> trees = new ArrayList<>();
    Deque<SpanNode> unfinished = new ArrayDeque<>();
    for (SpanRecord top : tops) {
      boolean later = !trees.isEmpty() && (top.startNanos() >= requestEnd || isHandedOver(top));
      SpanNode tree = new SpanNode(top, later, new ArrayList<>());
      trees.add(tree);
      unfinished.push(tree);
    }
    while (!unfinished.isEmpty()) {
      SpanNode parent = unfinished.pop();
      for (SpanRecord span : childrenOf.getOrDefault(parent.span().id(), List.of())) {
        SpanNode child =
            new SpanNode(span, isAsynchronous(span, parent, requestEnd), new ArrayList<>());
        parent.children().add(child);
        unfinished.push(child);
      }
    }
    return trees;
  }

  private static boolean isAsynchronous(SpanRecord span, SpanNode parent, long requestEnd) {
    return parent.asynchronous()
        || isHandedOver(span)
        || beginsAfter(span, parent.endNanos())
        || beginsAfter(span, requestEnd);
  }

  private static boolean isHandedOver(SpanRecord span) {
    return span.kind() == SpanKind.CONSUMER || !span.links().isEmpty();
  }

  private static boolean beginsAfter(SpanRecord span, long end) {
    return span.startNanos() >= end && span.endNanos() > end;
  }
}
