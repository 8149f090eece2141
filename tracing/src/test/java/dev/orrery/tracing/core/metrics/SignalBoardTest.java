package dev.orrery.tracing.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.tracing.core.metrics.Signals.ServiceSignals;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.SpanKind;
import dev.orrery.tracing.core.trace.Spans;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SignalBoardTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final Origin WEB = new Origin("web", "web-1");

  private final SignalBoard board = new SignalBoard(600 * SECOND, LogarithmicBuckets::new);

  @Test
  void aServiceThatSendsItsHistogramIsNotJudgedBySampledSpans() {
    for (int second = 0; second < 20; second++) {
      board.served(WEB, 10 * MILLI, 90, false, second * SECOND);
      board.served(WEB, 100 * MILLI, 10, true, second * SECOND);
      board.observe(
          Spans.span(1).of("web", "GET").kind(SpanKind.SERVER).at(0, SECOND).build(),
          second * SECOND);
    }
    ServiceSignals web = board.read(60 * SECOND, 20 * SECOND).services().getFirst();
    assertThat(web.requestsPerSecond()).isCloseTo(100, Percentage.withPercentage(1));
    assertThat(web.errorRate()).isCloseTo(0.1, within(1e-9));
    assertThat(web.p50Nanos()).isCloseTo(10 * MILLI, Percentage.withPercentage(1));
    assertThat(web.p95Nanos()).isCloseTo(100 * MILLI, Percentage.withPercentage(1));
  }

  @Test
  void aServiceWithoutTheHistogramIsJudgedByItsServerSpans() {
    for (int i = 0; i < 10; i++) {
      board.observe(
          Spans.span(1).of("foreign", "GET").kind(SpanKind.SERVER).at(0, 2 * MILLI).build(), 0);
      board.observe(
          Spans.span(2).of("foreign", "call").kind(SpanKind.CLIENT).at(0, SECOND).build(), 0);
    }
    ServiceSignals foreign = board.read(60 * SECOND, 10 * SECOND).services().getFirst();
    assertThat(foreign.requestsPerSecond()).isCloseTo(1, within(1e-9));
    assertThat(foreign.p99Nanos()).isCloseTo(2 * MILLI, Percentage.withPercentage(1));
  }

  @Test
  void theWindowSlides() {
    board.served(WEB, SECOND, 1_000, false, 0);
    board.served(WEB, MILLI, 10, false, 120 * SECOND);
    ServiceSignals recent = board.read(10 * SECOND, 125 * SECOND).services().getFirst();
    assertThat(recent.p99Nanos()).isCloseTo(MILLI, Percentage.withPercentage(1));
    ServiceSignals all = board.read(300 * SECOND, 125 * SECOND).services().getFirst();
    assertThat(all.p50Nanos()).isCloseTo(SECOND, Percentage.withPercentage(1));
  }

  @Test
  void theHitRateComesFromDeltasAndFromRunningTotalsAlike() {
    assertThat(board.read(60 * SECOND, SECOND).cacheHitRate()).isEmpty();
    board.counted(series(SignalBoard.CACHE_HITS), false, 0, 3, SECOND);
    board.counted(series(SignalBoard.CACHE_MISSES), true, 1, 1_000, SECOND);
    board.counted(series(SignalBoard.CACHE_MISSES), true, 1, 1_001, 2 * SECOND);
    assertThat(board.read(60 * SECOND, 3 * SECOND).cacheHitRate().orElseThrow()).isEqualTo(0.75);
    board.counted(series(SignalBoard.CACHE_MISSES), true, 2, 2, 3 * SECOND);
    assertThat(board.read(60 * SECOND, 3 * SECOND).cacheHitRate().orElseThrow()).isEqualTo(0.5);
  }

  @Test
  void gaugesAreTheLatestReadingsSaturationTheFullestAndLagTheSum() {
    board.gauged(gauge(SignalBoard.SATURATION, Map.of("resource", "queue")), 0.9, SECOND);
    board.gauged(gauge(SignalBoard.SATURATION, Map.of("resource", "queue")), 0.2, 2 * SECOND);
    board.gauged(gauge(SignalBoard.SATURATION, Map.of("resource", "pool")), 0.4, 2 * SECOND);
    board.gauged(
        gauge(SignalBoard.CONSUMER_LAG, Map.of("group", "workers", "partition", "0")), 5, SECOND);
    board.gauged(
        gauge(SignalBoard.CONSUMER_LAG, Map.of("group", "workers", "partition", "1")), 7, SECOND);
    Signals signals = board.read(60 * SECOND, 3 * SECOND);
    assertThat(signals.services().getFirst().saturation()).isEqualTo(0.4);
    assertThat(signals.consumerLag()).isEqualTo(Map.of("workers", 12L));
    assertThat(board.read(60 * SECOND, 100 * SECOND).consumerLag()).isEmpty();
  }

  @Test
  void anActiveUserCountsOnce() {
    for (int i = 0; i < 10; i++) {
      board.observe(
          Spans.span(1).with(Map.of(SignalBoard.END_USER, "user-" + i % 3)).build(), i * SECOND);
    }
    assertThat(board.read(60 * SECOND, 10 * SECOND).activeUsers()).isEqualTo(3);
    assertThat(board.read(60 * SECOND, 200 * SECOND).activeUsers()).isZero();
  }

  private static SeriesKey series(String metric) {
    return new SeriesKey(new Origin("cache", "cache-1"), metric, Map.of());
  }

  private static SeriesKey gauge(String metric, Map<String, String> attributes) {
    return new SeriesKey(WEB, metric, attributes);
  }
}
