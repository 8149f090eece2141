package dev.orrery.tracing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.tracing.core.trace.CriticalPath;
import dev.orrery.tracing.core.trace.CriticalPath.Segment;
import dev.orrery.tracing.core.trace.SpanNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a critical path keeps, whichever rule it follows, and what the rule of the last finishing
/// child demands.
final class CriticalPathLaws {
  private CriticalPathLaws() {}

  static Contract<CriticalPath> any() {
    return Contract.of(
        Contract.ANY,
        law(
            "the segments tile the root's interval: their lengths sum to its duration",
            CriticalPathLaws::tile),
        law(
            "a segment lies inside its span's own interval",
            (path, tree) ->
                path.of(tree)
                    .forEach(segment -> {
                      assertThat(segment.fromNanos())
                          .as("begin of %s", told(segment))
                          .isGreaterThanOrEqualTo(segment.node().startNanos());
                      assertThat(segment.untilNanos())
                          .as("end of %s", told(segment))
                          .isLessThanOrEqualTo(segment.node().endNanos());
                    })),
        law(
            "nobody waits for an asynchronous span",
            (path, tree) ->
                path.of(tree)
                    .forEach(segment ->
                        assertThat(segment.node().asynchronous())
                            .as("%s is asynchronous", told(segment))
                            .isFalse())));
  }

  /// Beside the generic laws: exactly the segments of a plain recursive reading of the rule.
  static Contract<CriticalPath> lastFinishing() {
    return Contract.of(
        "last-finishing",
        law(
            "from the end backwards, the wait is for the child that finished last",
            (path, tree) -> {
              List<Segment> expected = new ArrayList<>();
              explain(tree, tree.startNanos(), tree.endNanos(), expected);
              expected.removeIf(segment -> segment.nanos() == 0);
              expected.sort(Comparator.comparingLong(Segment::fromNanos));
              assertThat(told(path.of(tree))).isEqualTo(told(expected));
            }));
  }

  private static Law<CriticalPath, TreeCase> law(
      String name, Law.Check<CriticalPath, SpanNode> check) {
    return Law.of(
        name,
        TreeCase.all(),
        TreeCase::story,
        (path, testCase) -> check.accept(path, testCase.tree()));
  }

  private static void tile(CriticalPath path, SpanNode tree) {
    long next = tree.startNanos();
    for (Segment segment : path.of(tree)) {
      assertThat(segment.fromNanos()).as("begin of %s", told(segment)).isEqualTo(next);
      assertThat(segment.nanos()).as("length of %s", told(segment)).isPositive();
      next = segment.untilNanos();
    }
    assertThat(next).as("end of the last segment").isEqualTo(tree.endNanos());
  }

  /// The rule in its plainest form: again and again the last of those that had ended by then.
  private static void explain(SpanNode node, long from, long until, List<Segment> segments) {
    long cursor = until;
    Optional<SpanNode> last = lastFinished(node, from, until, cursor);
    while (last.isPresent()) {
      long begin = Math.max(last.get().startNanos(), from);
      long end = Math.min(last.get().endNanos(), until);
      segments.add(new Segment(node, end, cursor));
      explain(last.get(), begin, end, segments);
      cursor = begin;
      last = lastFinished(node, from, until, cursor);
    }
    segments.add(new Segment(node, from, cursor));
  }

  private static Optional<SpanNode> lastFinished(
      SpanNode node, long from, long until, long cursor) {
    return node.children().stream()
        .filter(child -> !child.asynchronous())
        .filter(child -> Math.max(child.startNanos(), from) < Math.min(child.endNanos(), until))
        .filter(child -> Math.min(child.endNanos(), until) <= cursor)
        .max(
            Comparator.comparingLong((SpanNode child) -> Math.min(child.endNanos(), until))
                .thenComparingLong(child -> Math.max(child.startNanos(), from))
                .thenComparingLong(child -> child.span().id()));
  }

  private static String told(List<Segment> segments) {
    return segments.stream().map(CriticalPathLaws::told).collect(Collectors.joining(", "));
  }

  private static String told(Segment segment) {
    return segment.node().span().name() + " " + segment.fromNanos() + "-" + segment.untilNanos();
  }
}
