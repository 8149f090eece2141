package dev.orrery.tracing.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.tracing.core.trace.LastFinishingChild;
import dev.orrery.tracing.core.trace.SpanKind;
import dev.orrery.tracing.core.trace.SpanRecord;
import dev.orrery.tracing.core.trace.Spans;
import dev.orrery.tracing.core.trace.TraceAssembly;
import dev.orrery.tracing.v1.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  private static final long TENTH = 100_000;

  @Test
  void aCallIsOneLineTheLaterIsMarkedAndTheBottleneckNamed() {
    List<Span> spans =
        ContractSpans.of(
            new TraceAssembly(new LastFinishingChild())
                .assemble(
                    List.of(
                        span(1, 0, 0, 60, "loadbalancer", "POST /v1/posts", SpanKind.SERVER),
                        span(2, 1, 4, 55, "loadbalancer", "POST", SpanKind.CLIENT),
                        span(3, 2, 5, 54, "gateway", "CreatePost", SpanKind.SERVER),
                        span(4, 3, 10, 40, "gateway", "CreatePost", SpanKind.CLIENT),
                        span(5, 4, 11, 39, "posts", "CreatePost", SpanKind.SERVER),
                        span(6, 5, 14, 36, "posts", "Commit", SpanKind.CLIENT),
                        span(7, 6, 15, 35, "database", "Commit", SpanKind.SERVER),
                        span(8, 5, 70, 74, "posts", "Append", SpanKind.CLIENT),
                        span(9, 8, 71, 73, "log", "Append", SpanKind.SERVER),
                        Spans.span(10)
                            .under(8)
                            .at(80 * TENTH, 83 * TENTH)
                            .of("cache", "Get")
                            .kind(SpanKind.CONSUMER)
                            .with(Map.of("cache.hit", "true"))
                            .failed()
                            .build())));
    assertThat(Waterfall.render(spans))
        .containsExactly(
            "1. * loadbalancer POST /v1/posts → gateway-1       6.0 ms",
            "2. *   gateway CreatePost                          5.1 ms",
            "3. *     posts CreatePost                          3.0 ms",
            "4. *       database Commit                         2.2 ms  ← bottleneck",
            "5.         (later) posts → log Append              0.4 ms",
            "6.           (later) cache Get hit failed          0.3 ms");
  }

  @Test
  void nothingIsNoLine() {
    assertThat(Waterfall.render(List.of())).isEmpty();
  }

  private static SpanRecord span(
      long id, long parent, long start, long end, String service, String name, SpanKind kind) {
    return Spans.span(id)
        .under(parent)
        .at(start * TENTH, end * TENTH)
        .of(service, name)
        .kind(kind)
        .build();
  }
}
