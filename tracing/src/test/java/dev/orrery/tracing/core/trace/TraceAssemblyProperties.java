package dev.orrery.tracing.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TraceAssemblyProperties {
  private final TraceAssembly assembly = new TraceAssembly(new LastFinishingChild());

  @Property
  void theOrderOfArrivalDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
    Random random = new Random(seed);
    List<SpanRecord> spans = spans(random, n);
    AssembledTrace inOrder = assembly.assemble(spans);
    List<SpanRecord> shuffled = new ArrayList<>(spans);
    Collections.shuffle(shuffled, random);
    AssembledTrace outOfOrder = assembly.assemble(shuffled);
    assertThat(describe(outOfOrder)).isEqualTo(describe(inOrder));
  }

  @Property
  void eachSpanStandsInTheTreeOnceAfterItsParent(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
    List<SpanRecord> spans = spans(new Random(seed), n);
    List<SpanNode> order = assembly.assemble(spans).depthFirst().toList();
    Map<Long, Integer> position = new HashMap<>();
    order.forEach(node -> position.put(node.span().id(), position.size()));
    assertThat(order).hasSize(n);
    assertThat(position).hasSize(n);
    for (SpanNode node : order) {
      node.children()
          .forEach(child ->
              assertThat(position.get(child.span().id()))
                  .isGreaterThan(position.get(node.span().id())));
    }
  }

  @Property
  void theSegmentsOfTheCriticalPathSumToTheRootsDuration(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
    AssembledTrace trace = assembly.assemble(spans(new Random(seed), n));
    assertThat(trace.criticalPath().stream().mapToLong(CriticalPath.Segment::nanos).sum())
        .isEqualTo(trace.request().orElseThrow().span().durationNanos());
  }

  /// Any parents, also missing ones and circles; any times.
  private static List<SpanRecord> spans(Random random, int n) {
    List<SpanRecord> spans = new ArrayList<>();
    for (int id = 1; id <= n; id++) {
      long start = random.nextInt(100);
      Spans span = Spans.span(id).at(start, start + random.nextInt(60));
      span.under(id == 1 ? 0 : random.nextInt(n + 2));
      span.kind(random.nextInt(8) == 0 ? SpanKind.CONSUMER : SpanKind.SERVER);
      spans.add(span.build());
    }
    return spans;
  }

  private static String describe(AssembledTrace trace) {
    return trace.depthFirst().map(node -> node.span().id() + "" + node).toList()
        + " "
        + trace.roots()
        + " "
        + trace.orphans()
        + " "
        + trace.criticalPath();
  }
}
