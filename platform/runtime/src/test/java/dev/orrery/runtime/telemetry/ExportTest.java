package dev.orrery.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.system.v1.ControlGrpc;
import dev.orrery.system.v1.ListRequest;
import dev.orrery.system.v1.ListResponse;
import dev.orrery.testkit.wait.Await;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What two components leave at a collector, over real sockets.
class ExportTest {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final String METHOD = "orrery.system.v1.Control/List";
  private static final int QUEUE = 128;
  private static final int BURST = 20_000;

  @TempDir private Path folder;

  private final Collector collector = new Collector();
  private ComponentContext collecting;
  private RpcServer collectorServer;
  private ComponentContext front;
  private ComponentContext back;
  private RpcServer backServer;

  /// Answers when asked, and logs at every level while it does.
  private final class Back extends ControlGrpc.ControlImplBase {
    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> observer) {
      Unary.answer(
          observer,
          () -> {
            Log log = back.log();
            log.trace("a");
            log.debug("b");
            log.info("c", "key", "value");
            log.warn("d");
            log.error("e", new IllegalStateException("cause"));
            log.fatal("f", null);
            return ListResponse.getDefaultInstance();
          });
    }
  }

  private ComponentContext component(String name) {
    TelemetryConfig telemetry =
        Configuration.empty()
            .with("telemetry.queue=" + QUEUE)
            .with("telemetry.export-interval=50ms")
            .with("telemetry.metric-interval=100ms")
            .with("telemetry.console-level=fatal")
            .bind("telemetry", TelemetryConfig.class);
    return ComponentContext.builder(name, name + "-1", folder.resolve(name))
        .target("tracing", "127.0.0.1:" + collectorServer.port())
        .telemetry(telemetry)
        .build();
  }

  @BeforeEach
  void start() throws Exception {
    collecting = ComponentContext.forTest("tracing", folder.resolve("tracing"));
    RpcServer.Builder builder = RpcServer.builder(collecting);
    collector.services().forEach(builder::service);
    collectorServer = builder.start();
    front = component("front");
    back = component("back");
    backServer = RpcServer.builder(back).service(new Back()).start();
  }

  @AfterEach
  void stop() {
    collector.gate.countDown();
    backServer.kill();
    front.close();
    back.close();
    collectorServer.kill();
    collecting.close();
  }

  private void callInASpan() {
    var span = front.tracer().spanBuilder("work").startSpan();
    try (var _ = span.makeCurrent()) {
      ControlGrpc.newBlockingStub(front.channels().channel("127.0.0.1:" + backServer.port()))
          .list(ListRequest.getDefaultInstance());
    } finally {
      span.end();
    }
  }

  private Span span(String service, Span.SpanKind kind) {
    return Await.until(
            BOUND,
            () ->
                collector.spans.stream()
                    .filter(span -> span.service().equals(service) && span.what().getKind() == kind)
                    .findFirst(),
            found -> found.isPresent(),
            "a span of " + service)
        .orElseThrow()
        .what();
  }

  private List<Metric> metrics(String service, String name) {
    return collector.metrics.stream()
        .filter(metric -> metric.service().equals(service))
        .map(Collector.Received::what)
        .filter(metric -> metric.getName().equals(name))
        .toList();
  }

  @Test
  void aCallIsOneTraceOverTwoComponents() {
    callInASpan();
    Span root = span("front", Span.SpanKind.SPAN_KIND_INTERNAL);
    Span client = span("front", Span.SpanKind.SPAN_KIND_CLIENT);
    Span server = span("back", Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(root.getParentSpanId().isEmpty()).isTrue();
    assertThat(client.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
    assertThat(server.getName()).isEqualTo(METHOD);
    assertThat(List.of(client.getTraceId(), server.getTraceId())).containsOnly(root.getTraceId());
  }

  @Test
  void aCallOutsideAnyTraceLeavesNone() {
    ControlGrpc.newBlockingStub(front.channels().channel("127.0.0.1:" + backServer.port()))
        .list(ListRequest.getDefaultInstance());
    callInASpan();
    var trace = span("front", Span.SpanKind.SPAN_KIND_INTERNAL).getTraceId();
    span("back", Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(collector.spans).allMatch(span -> span.what().getTraceId().equals(trace));
  }

  @Test
  void theExportItselfIsNotTraced() {
    callInASpan();
    span("back", Span.SpanKind.SPAN_KIND_SERVER);
    front.flushTelemetry();
    back.flushTelemetry();
    assertThat(collector.spans).hasSize(3);
  }

  @Test
  void logEntriesCarryTheirTraceAndTheirLevel() {
    callInASpan();
    Span server = span("back", Span.SpanKind.SPAN_KIND_SERVER);
    Await.until(BOUND, () -> collector.logs.size() == 6, "six entries");
    assertThat(collector.logs).extracting(Collector.Received::service).containsOnly("back");
    List<LogRecord> entries = collector.logs.stream().map(Collector.Received::what).toList();
    assertThat(entries)
        .extracting(LogRecord::getSeverityText)
        .containsExactlyInAnyOrder("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    assertThat(entries).extracting(LogRecord::getTraceId).containsOnly(server.getTraceId());
    assertThat(entries).extracting(LogRecord::getSpanId).containsOnly(server.getSpanId());
  }

  @Test
  void theDurationOfCallsArrivesAsADeltaOfAnExponentialHistogram() {
    callInASpan();
    Await.until(
        BOUND, () -> !metrics("back", ServerDuration.NAME).isEmpty(), "the first histogram");
    callInASpan();
    callInASpan();
    Await.until(BOUND, () -> counted() == 3, "three calls in all, each told once");
    for (Metric metric : metrics("back", ServerDuration.NAME)) {
      assertThat(metric.hasExponentialHistogram()).isTrue();
      assertThat(metric.getExponentialHistogram().getAggregationTemporality())
          .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    }
  }

  private long counted() {
    return metrics("back", ServerDuration.NAME).stream()
        .flatMap(metric -> metric.getExponentialHistogram().getDataPointsList().stream())
        .mapToLong(point -> point.getCount())
        .sum();
  }

  @Test
  void aCollectorThatDoesNotAnswerCostsSpansAndNoTime() {
    collector.gate = new CountDownLatch(1);
    long start = System.nanoTime();
    for (int i = 0; i < BURST; i++) {
      front.tracer().spanBuilder("work").startSpan().end();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    Await.until(BOUND, () -> dropped() > 0, "the count of what was dropped");
    collector.gate.countDown();
    Await.until(
        BOUND, () -> collector.spans.size() + dropped() == BURST, "every span accounted for");
  }

  private long dropped() {
    return metrics("front", "otel.sdk.processor.span.processed").stream()
        .flatMap(metric -> metric.getSum().getDataPointsList().stream())
        .filter(point ->
            point.getAttributesList().stream()
                .anyMatch(attribute -> attribute.getKey().equals("error.type")))
        .mapToLong(point -> point.getAsInt())
        .sum();
  }

  @Test
  void anHttpRequestContinuesTheTraceItNames() throws Exception {
    HttpServer server =
        HttpServer.builder()
            .host("127.0.0.1")
            .port(0)
            .filter(new TelemetryFilter(front))
            .route(
                "GET",
                "/hello",
                _ -> {
                  callInASpan();
                  return HttpResponse.of(200).text("hello");
                })
            .build();
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/hello"))
              .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
              .build();
      assertThat(client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("hello");
      Span http = span("front", Span.SpanKind.SPAN_KIND_SERVER);
      Span behind = span("back", Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(HexFormat.of().formatHex(http.getTraceId().toByteArray())).isEqualTo(trace);
      assertThat(HexFormat.of().formatHex(http.getParentSpanId().toByteArray()))
          .isEqualTo("00f067aa0ba902b7");
      assertThat(behind.getTraceId()).isEqualTo(http.getTraceId());
    } finally {
      server.close();
    }
  }
}
