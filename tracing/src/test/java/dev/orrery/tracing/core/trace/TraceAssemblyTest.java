package dev.orrery.tracing.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceAssemblyTest {
  private final TraceAssembly assembly = new TraceAssembly(new LastFinishingChild());

  @Test
  void childrenStandUnderTheirParentByStart() {
    AssembledTrace trace =
        assembly.assemble(
            List.of(
                Spans.span(3).under(1).at(5, 6).build(),
                Spans.span(4).under(2).at(2, 3).build(),
                Spans.span(2).under(1).at(1, 4).build(),
                Spans.span(1).at(0, 10).build()));
    assertThat(ids(trace)).containsExactly(1L, 2L, 4L, 3L);
    assertThat(trace.roots()).isEqualTo(1);
    assertThat(trace.orphans()).isZero();
  }

  @Test
  void aSpanWithoutItsParentIsAnOrphanBesideTheRoot() {
    AssembledTrace trace =
        assembly.assemble(
            List.of(Spans.span(7).under(99).at(0, 10).build(), Spans.span(1).at(5, 10).build()));
    assertThat(ids(trace)).containsExactly(1L, 7L);
    assertThat(trace.orphans()).isEqualTo(1);
  }

  @Test
  void parentsInACircleAreCutOpenAtTheEarliest() {
    AssembledTrace trace =
        assembly.assemble(
            List.of(
                Spans.span(1).at(0, 10).build(),
                Spans.span(2).under(3).at(4, 6).build(),
                Spans.span(3).under(2).at(3, 7).build(),
                Spans.span(5).under(5).at(8, 9).build()));
    assertThat(ids(trace)).containsExactly(1L, 3L, 2L, 5L);
    assertThat(trace.orphans()).isEqualTo(2);
  }

  @Test
  void whatTheRequestDidNotWaitForIsAsynchronousWithAllBelow() {
    AssembledTrace trace =
        assembly.assemble(
            List.of(
                Spans.span(1).at(0, 10).build(),
                Spans.span(2).under(1).at(1, 5).build(),
                Spans.span(3).under(2).at(2, 20).kind(SpanKind.CONSUMER).build(),
                Spans.span(4).under(3).at(3, 4).build(),
                Spans.span(5).under(2).at(6, 7).build(),
                Spans.span(6).under(1).at(12, 13).build(),
                Spans.span(7).under(1).at(2, 3).linked(9, 9).build()));
    assertThat(trace.depthFirst().filter(SpanNode::asynchronous).map(node -> node.span().id()))
        .containsExactlyInAnyOrder(3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void aChainOfTenThousandIsNoTroubleForTheStack() {
    List<SpanRecord> chain = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      chain.add(Spans.span(i).under(i - 1L).at(i, 30_000L - i).build());
    }
    AssembledTrace trace = assembly.assemble(chain);
    assertThat(trace.depthFirst().count()).isEqualTo(10_000);
    assertThat(trace.criticalPath().stream().mapToLong(CriticalPath.Segment::nanos).sum())
        .isEqualTo(29_998);
  }

  private static List<Long> ids(AssembledTrace trace) {
    return trace.depthFirst().map(node -> node.span().id()).toList();
  }
}
