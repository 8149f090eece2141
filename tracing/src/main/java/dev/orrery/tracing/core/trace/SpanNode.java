package dev.orrery.tracing.core.trace;

import java.util.List;

/// A span in its place in the tree. Identity is the node's own: two nodes are never equal.
/// Immutable once the tree is built.
public final class SpanNode {
  private final SpanRecord span;
  private final boolean asynchronous;
  private final List<SpanNode> children;

  /// @param asynchronous whether the request did not wait for this span
  /// @param children by start time, then id
  public SpanNode(SpanRecord span, boolean asynchronous, List<SpanNode> children) {
    this.span = span;
    this.asynchronous = asynchronous;
    this.children = children;
  }

  public SpanRecord span() {
    return span;
  }

  public long startNanos() {
    return span.startNanos();
  }

  public long endNanos() {
    return span.endNanos();
  }

  /// Whether the request did not wait for this span; then so are all below it.
  public boolean asynchronous() {
    return asynchronous;
  }

  public List<SpanNode> children() {
    return children;
  }

  @Override
  public String toString() {
    return span.name() + " [" + startNanos() + ", " + endNanos() + ")" + (asynchronous ? "~" : "");
  }
}
