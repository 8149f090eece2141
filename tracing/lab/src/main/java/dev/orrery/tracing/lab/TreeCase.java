package dev.orrery.tracing.lab;

import dev.orrery.tracing.core.trace.Attributes;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.SpanKind;
import dev.orrery.tracing.core.trace.SpanNode;
import dev.orrery.tracing.core.trace.SpanRecord;
import dev.orrery.tracing.core.trace.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// A small tree of spans: the root first, each other under an earlier one.
///
/// @param spans at least one
record TreeCase(List<TreeSpan> spans) {
  /// @param parent index of the parent, taken modulo the number of spans before
  /// @param start nanoseconds
  record TreeSpan(int parent, int start, int length, boolean asynchronous) {}

  private static final int MAXIMUM_SPANS = 7;

  /// Children inside their parents as well as skewed out of them, overlapping and not.
  static Arbitrary<TreeCase> all() {
    Arbitrary<TreeSpan> child =
        Combinators.combine(
                Arbitraries.integers().between(0, MAXIMUM_SPANS),
                Arbitraries.integers().between(0, 24),
                Arbitraries.integers().between(0, 12),
                Arbitraries.integers().between(0, 4))
            .as((parent, start, length, later) -> new TreeSpan(parent, start, length, later == 4));
    Arbitrary<TreeSpan> root =
        Arbitraries.integers().between(0, 20).map(length -> new TreeSpan(0, 2, length, false));
    return Combinators.combine(root, child.list().ofMinSize(0).ofMaxSize(MAXIMUM_SPANS - 1))
        .as((first, others) -> {
          List<TreeSpan> spans = new ArrayList<>(List.of(first));
          spans.addAll(others);
          return new TreeCase(spans);
        });
  }

  private int parentOf(int index) {
    return spans.get(index).parent() % index;
  }

  /// The tree, children by start, what stands below an asynchronous span being so too.
  SpanNode tree() {
    return node(0, false);
  }

  private SpanNode node(int index, boolean parentAsynchronous) {
    TreeSpan span = spans.get(index);
    boolean asynchronous = parentAsynchronous || span.asynchronous();
    List<SpanNode> children =
        IntStream.range(index + 1, spans.size())
            .filter(child -> parentOf(child) == index)
            .mapToObj(child -> node(child, asynchronous))
            .sorted(Comparator.comparingLong(SpanNode::startNanos))
            .toList();
    return new SpanNode(spanRecord(index), asynchronous, children);
  }

  private SpanRecord spanRecord(int index) {
    TreeSpan span = spans.get(index);
    return new SpanRecord(
        new TraceId(0, 1),
        index + 1L,
        index == 0 ? 0 : parentOf(index) + 1L,
        new Origin("service", ""),
        name(index),
        SpanKind.INTERNAL,
        span.start(),
        span.start() + span.length(),
        false,
        "",
        Attributes.NONE,
        List.of(),
        0);
  }

  private static String name(int index) {
    return index == 0 ? "root" : String.valueOf((char) ('A' + index - 1));
  }

  /// E.g. "root 2-12; A under root 3-5; B under A 4-9, asynchronous".
  String story() {
    return IntStream.range(0, spans.size())
        .mapToObj(index -> {
          TreeSpan span = spans.get(index);
          return name(index)
              + (index == 0 ? "" : " under " + name(parentOf(index)))
              + " "
              + span.start()
              + "-"
              + (span.start() + span.length())
              + (span.asynchronous() ? ", asynchronous" : "");
        })
        .collect(Collectors.joining("; "));
  }
}
