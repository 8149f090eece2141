package dev.orrery.tracing.core.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Order of a forest: each parent before its children, each subtree whole. With a stack of its own:
/// a trace may be a chain of ten thousand spans, which is too deep for the thread's.
final class DepthFirst {
  private DepthFirst() {}

  static List<SpanNode> of(List<SpanNode> tops) {
    List<SpanNode> order = new ArrayList<>();
    Deque<SpanNode> next = new ArrayDeque<>();
    tops.reversed().forEach(next::push);
    while (!next.isEmpty()) {
      SpanNode node = next.pop();
      order.add(node);
      node.children().reversed().forEach(next::push);
    }
    return order;
  }
}
