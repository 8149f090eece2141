package dev.orrery.tracing.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
  private static final long HOUR = 3_600_000_000_000L;

  private final StringPool pool = new StringPool();

  @Test
  void theOldestTraceLeavesFirstAndWhole() {
    TraceStore store = new TraceStore(3_000, HOUR, new OldestFirst());
    for (int trace = 1; trace <= 20; trace++) {
      store.add(Spans.span(1).trace(trace).build(pool), trace);
      store.add(Spans.span(2).trace(trace).under(1).build(pool), trace);
    }
    assertThat(store.bytes()).isLessThanOrEqualTo(3_000);
    assertThat(store.spansOf(new TraceId(0, 1))).isEmpty();
    assertThat(store.spansOf(new TraceId(0, 20))).hasSize(2);
    assertThat(store.spans() + store.droppedSpans()).isEqualTo(40);
  }

  @Test
  void errorsStayLongerWhenAskedTo() {
    TraceStore store = new TraceStore(3_000, HOUR, new ErrorsLast());
    store.add(Spans.span(1).trace(1).failed().build(pool), 0);
    for (int trace = 2; trace <= 50; trace++) {
      store.add(Spans.span(1).trace(trace).build(pool), trace);
    }
    assertThat(store.spansOf(new TraceId(0, 1))).hasSize(1);
    assertThat(store.spansOf(new TraceId(0, 2))).isEmpty();
  }

  @Test
  void aSpanSentAgainIsKeptOnce() {
    TraceStore store = new TraceStore(1 << 20, HOUR, new OldestFirst());
    SpanRecord span = Spans.span(1).build(pool);
    assertThat(store.add(span, 0)).isEqualTo(TraceStore.Outcome.KEPT);
    assertThat(store.add(span, 1)).isEqualTo(TraceStore.Outcome.DUPLICATE);
    assertThat(store.spans()).isEqualTo(1);
  }

  @Test
  void whatIsTooOldLeavesWithoutBeingCountedAsDropped() {
    TraceStore store = new TraceStore(1 << 20, HOUR, new OldestFirst());
    store.add(Spans.span(1).trace(1).build(pool), 0);
    store.add(Spans.span(1).trace(2).build(pool), HOUR);
    assertThat(store.spansOf(new TraceId(0, 1))).isEmpty();
    assertThat(store.spans()).isEqualTo(1);
    assertThat(store.droppedSpans()).isZero();
  }

  @Test
  void aTraceThatNeverEndsIsCut() {
    TraceStore store = new TraceStore(64 << 20, HOUR, new OldestFirst());
    for (int id = 1; id <= TraceStore.MAXIMUM_SPANS_PER_TRACE + 5; id++) {
      store.add(Spans.span(id).build(pool), 0);
    }
    assertThat(store.spans()).isEqualTo(TraceStore.MAXIMUM_SPANS_PER_TRACE);
    assertThat(store.droppedSpans()).isEqualTo(5);
  }

  @Test
  void findsTheNewestByServiceOperationDurationAndError() {
    TraceStore store = new TraceStore(1 << 20, HOUR, new OldestFirst());
    for (int trace = 1; trace <= 5; trace++) {
      store.add(
          Spans.span(1).trace(trace).at(trace * 100L, trace * 110L).of("web", "GET /").build(pool),
          0);
    }
    store.add(Spans.span(2).trace(2).under(1).at(201, 202).of("db", "Get").failed().build(pool), 0);
    assertThat(traces(store, new TraceQuery("", "", 0, 0, false, 3))).containsExactly(5L, 4L, 3L);
    assertThat(traces(store, new TraceQuery("db", "Get", 0, 0, false, 0))).containsExactly(2L);
    assertThat(traces(store, new TraceQuery("web", "Get", 0, 0, false, 0))).isEmpty();
    assertThat(traces(store, new TraceQuery("", "", 40, 0, false, 0))).containsExactly(5L, 4L);
    assertThat(traces(store, new TraceQuery("", "", 0, 300, false, 0))).containsExactly(5L, 4L, 3L);
    assertThat(traces(store, new TraceQuery("", "", 0, 0, true, 0))).containsExactly(2L);
  }

  private static List<Long> traces(TraceStore store, TraceQuery query) {
    return store.find(query).stream().map(found -> found.trace().low()).toList();
  }

  @Test
  void theGraphCountsCallsAcrossServicesOnce() {
    TraceStore store = new TraceStore(1 << 20, HOUR, new OldestFirst());
    store.add(Spans.span(1).of("web", "GET /").kind(SpanKind.SERVER).build(pool), 0);
    store.add(Spans.span(2).under(1).of("web", "Get").kind(SpanKind.CLIENT).build(pool), 0);
    store.add(Spans.span(3).under(2).of("db", "Get").kind(SpanKind.SERVER).failed().build(pool), 0);
    store.add(
        Spans.span(4)
            .under(1)
            .of("web", "mail")
            .kind(SpanKind.CLIENT)
            .with(Map.of("peer.service", "smtp"))
            .build(pool),
        0);
    store.add(
        Spans.span(5)
            .trace(2)
            .of("worker", "on post")
            .kind(SpanKind.CONSUMER)
            .linked(1, 3)
            .build(pool),
        0);
    assertThat(ServiceGraph.of(store))
        .containsExactly(
            new ServiceGraph.Edge("db", "worker", 1, 0),
            new ServiceGraph.Edge("web", "db", 1, 1),
            new ServiceGraph.Edge("web", "smtp", 1, 0));
  }

  /// The bound is one of real memory: the heap grows by no more than a quarter beyond it.
  @Test
  void aFloodStaysWithinTheCapacityOfTheHeap() {
    long capacity = 16 << 20;
    long before = usedHeap();
    StringPool shared = new StringPool();
    TraceStore store = new TraceStore(capacity, HOUR, new OldestFirst());
    for (int i = 0; i < 200_000; i++) {
      Map<String, String> attributes =
          Map.of("user", "user-" + i, "statement", "select " + i, "rpc.method", "Get");
      store.add(
          Spans.span(i + 1L).trace(1 + i / 7).at(i, i + 5L).with(attributes).build(shared), i);
      assertThat(store.bytes() <= capacity).isTrue();
    }
    long grown = usedHeap() - before;
    assertThat(store.spans()).isGreaterThan(10_000);
    assertThat(store.droppedSpans() + store.spans()).isEqualTo(200_000);
    assertThat(grown).isLessThan(capacity + capacity / 4);
    assertThat(grown).isGreaterThan(capacity / 3);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
