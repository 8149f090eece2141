package dev.orrery.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.tracing.v1.FindLogsRequest;
import dev.orrery.tracing.v1.FindTracesRequest;
import dev.orrery.tracing.v1.GetServiceGraphRequest;
import dev.orrery.tracing.v1.GetServiceGraphResponse;
import dev.orrery.tracing.v1.GetSignalsRequest;
import dev.orrery.tracing.v1.GetSignalsResponse;
import dev.orrery.tracing.v1.GetTraceRequest;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Level;
import dev.orrery.tracing.v1.LogEntry;
import dev.orrery.tracing.v1.ServiceSignals;
import dev.orrery.tracing.v1.TracingGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The component under OpenTelemetry's own SDK and exporters, over sockets.
class TracingServerTest {
  private static final String SPAN_ID = "00000000000000a1";

  private final ComponentContext context;
  private final TracingServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", 1).build();

  TracingServerTest(@TempDir Path directory) {
    context = ComponentContext.forTest("tracing", directory);
    server = new TracingServer(TracingConfig.defaults(), context);
  }

  /// The exporter's own transport, not the model's channels.
  @BeforeAll
  static void sendByOkHttp() {
    System.setProperty(
        "io.opentelemetry.sdk.common.export.GrpcSenderProvider",
        "io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSenderProvider");
  }

  @AfterAll
  static void sendByDefault() {
    System.clearProperty("io.opentelemetry.sdk.common.export.GrpcSenderProvider");
  }

  @BeforeEach
  void start() throws Exception {
    server.start();
    channel.shutdownNow();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", endpoint("grpc").port()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    http.close();
    channel.shutdownNow();
    server.close();
    server.close();
    context.close();
  }

  private Endpoint endpoint(String name) {
    return server.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private TracingGrpc.TracingBlockingStub tracing() {
    return TracingGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private OpenTelemetrySdk sdk(String service) {
    String url = "http://127.0.0.1:" + endpoint("grpc").port();
    Resource resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"),
                service,
                AttributeKey.stringKey("service.instance.id"),
                service + "-1"));
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(
                    BatchSpanProcessor.builder(
                            OtlpGrpcSpanExporter.builder().setEndpoint(url).build())
                        .build())
                .build())
        .setLoggerProvider(
            SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(
                    BatchLogRecordProcessor.builder(
                            OtlpGrpcLogRecordExporter.builder().setEndpoint(url).build())
                        .build())
                .build())
        .setMeterProvider(
            SdkMeterProvider.builder()
                .setResource(resource)
                .registerMetricReader(
                    PeriodicMetricReader.builder(
                            OtlpGrpcMetricExporter.builder()
                                .setEndpoint(url)
                                .setAggregationTemporalitySelector(
                                    AggregationTemporalitySelector.deltaPreferred())
                                .build())
                        .build())
                .build())
        .build();
  }

  /// A request through two services, each with an SDK of its own; the callee's spans come first.
  private String request() {
    try (OpenTelemetrySdk web = sdk("web");
        OpenTelemetrySdk database = sdk("database")) {
      Span root =
          web.getTracer("test").spanBuilder("GET /").setSpanKind(SpanKind.SERVER).startSpan();
      root.setAttribute("enduser.id", "ann");
      try (Scope _ = root.makeCurrent()) {
        Span call =
            web.getTracer("test").spanBuilder("Get").setSpanKind(SpanKind.CLIENT).startSpan();
        try (Scope _ = call.makeCurrent()) {
          Span served =
              database
                  .getTracer("test")
                  .spanBuilder("Get")
                  .setSpanKind(SpanKind.SERVER)
                  .startSpan();
          served.setStatus(StatusCode.ERROR, "disk <gone>");
          try (Scope _ = served.makeCurrent()) {
            database
                .getLogsBridge()
                .get("test")
                .logRecordBuilder()
                .setSeverity(Severity.ERROR)
                .setBody("the disk is gone")
                .setAttribute(AttributeKey.stringKey("disk"), "a")
                .emit();
          }
          served.end();
        }
        database.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
        call.end();
      }
      root.end();
      return root.getSpanContext().getTraceId();
    }
  }

  @Test
  void aTraceOfTwoServicesIsPutTogether() {
    String id = request();
    GetTraceResponse trace =
        tracing().getTrace(GetTraceRequest.newBuilder().setTraceId(id).build());
    assertThat(trace.getRoots()).isEqualTo(1);
    assertThat(trace.getOrphans()).isZero();
    assertThat(trace.getSpansList())
        .extracting(span -> span.getService() + " " + span.getName())
        .containsExactly("web GET /", "web Get", "database Get");
    dev.orrery.tracing.v1.Span root = trace.getSpans(0);
    assertThat(root.getInstance()).isEqualTo("web-1");
    assertThat(
            trace.getSpansList().stream()
                .mapToLong(dev.orrery.tracing.v1.Span::getCriticalSelfNanos)
                .sum())
        .isEqualTo(root.getEndNanos() - root.getStartNanos());
    assertThat(trace.getSpans(2).getError()).isTrue();
    assertThat(
            tracing()
                .findTraces(FindTracesRequest.newBuilder().setErrorsOnly(true).build())
                .getTracesList())
        .singleElement()
        .matches(found -> found.getTraceId().equals(id) && found.getSpans() == 3);
    assertThat(
            tracing().getServiceGraph(GetServiceGraphRequest.getDefaultInstance()).getEdgesList())
        .containsExactly(
            GetServiceGraphResponse.Edge.newBuilder()
                .setCaller("web")
                .setCallee("database")
                .setCalls(1)
                .setErrors(1)
                .build());
  }

  @Test
  void logsAreFoundByTheTraceTheyWereWrittenIn() {
    String id = request();
    LogEntry entry =
        tracing().findLogs(FindLogsRequest.newBuilder().setTraceId(id).build()).getEntries(0);
    assertThat(entry.getBody()).isEqualTo("the disk is gone");
    assertThat(entry.getLevel()).isEqualTo(Level.LEVEL_ERROR);
    assertThat(entry.getService()).isEqualTo("database");
    assertThat(entry.getAttributesMap()).containsEntry("disk", "a");
    assertThat(
            tracing()
                .findLogs(FindLogsRequest.newBuilder().setMinLevel(Level.LEVEL_FATAL).build())
                .getEntriesList())
        .isEmpty();
  }

  @Test
  void signalsComeFromTheMetricsOfTheService() {
    try (OpenTelemetrySdk web = sdk("web")) {
      var meter = web.getMeter("test");
      var duration = meter.histogramBuilder("orrery.server.duration").setUnit("s").build();
      for (int i = 0; i < 100; i++) {
        duration.record(0.010, Attributes.of(AttributeKey.booleanKey("error"), i % 10 == 0));
      }
      meter.counterBuilder("orrery.cache.hits").build().add(3);
      meter.counterBuilder("orrery.cache.misses").build().add(1);
      meter.gaugeBuilder("orrery.saturation").build().set(0.25);
      meter
          .gaugeBuilder("orrery.consumer.lag")
          .ofLongs()
          .build()
          .set(42, Attributes.of(AttributeKey.stringKey("group"), "workers"));
    }
    request();
    GetSignalsResponse signals = tracing().getSignals(GetSignalsRequest.getDefaultInstance());
    ServiceSignals web =
        signals.getServicesList().stream()
            .filter(service -> service.getService().equals("web"))
            .findFirst()
            .orElseThrow();
    assertThat(web.getErrorRate()).isEqualTo(0.1);
    assertThat(web.getP50Nanos()).isCloseTo(10_000_000, Percentage.withPercentage(1));
    assertThat(web.getSaturation()).isEqualTo(0.25);
    assertThat(web.getRequestsPerSecond()).isPositive();
    assertThat(signals.getCacheHitRate()).isEqualTo(0.75);
    assertThat(signals.getConsumerLagMap()).containsEntry("workers", 42L);
    assertThat(signals.getActiveUsers()).isEqualTo(1);
  }

  @Test
  void malformedSpansAreRefusedAndTheOthersKept() {
    ByteString trace = ByteString.fromHex("000102030405060708090a0b0c0d0e0f");
    ByteString span = ByteString.fromHex(SPAN_ID);
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    spans.addSpansBuilder().setTraceId(trace).setSpanId(span).setName("right");
    spans.addSpansBuilder().setTraceId(trace.substring(1)).setSpanId(span);
    spans.addSpansBuilder().setTraceId(trace).setSpanId(ByteString.copyFromUtf8("no"));
    spans.addSpansBuilder().setTraceId(trace).setSpanId(ByteString.copyFrom(new byte[8]));
    spans.addSpansBuilder().setTraceId(ByteString.copyFrom(new byte[16])).setSpanId(span);
    spans
        .addSpansBuilder()
        .setTraceId(trace)
        .setSpanId(span)
        .setStartTimeUnixNano(2)
        .setEndTimeUnixNano(1);
    ExportTraceServiceResponse response =
        TraceServiceGrpc.newBlockingStub(channel)
            .export(
                ExportTraceServiceRequest.newBuilder()
                    .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                    .build());
    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(5);
    assertThat(response.getPartialSuccess().getErrorMessage())
        .isEqualTo("a trace id has 16 bytes, not 15 (and 4 more rejected)");
    GetTraceResponse kept =
        tracing()
            .getTrace(
                GetTraceRequest.newBuilder()
                    .setTraceId("000102030405060708090a0b0c0d0e0f")
                    .build());
    assertThat(kept.getSpansList()).singleElement().matches(one -> one.getName().equals("right"));
  }

  @Test
  void anUnknownTraceIsNotFoundAndAMalformedIdInvalid() {
    assertThatThrownBy(() ->
            tracing().getTrace(GetTraceRequest.newBuilder().setTraceId("0a".repeat(16)).build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> {
              assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(RpcException.reasonOf(failure)).contains("TRACE_NOT_KEPT");
            });
    assertThatThrownBy(
            () -> tracing().getTrace(GetTraceRequest.newBuilder().setTraceId("xyz").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + endpoint("http").port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theSameAnswersAsJson() throws Exception {
    String id = request();
    JsonObject trace = JsonParser.parseString(get("/traces/" + id).body()).getAsJsonObject();
    assertThat(trace.getAsJsonArray("spans")).hasSize(3);
    assertThat(get("/traces?service=database&limit=5").body()).contains(id);
    assertThat(get("/traces?service=nobody").body()).doesNotContain(id);
    assertThat(get("/logs?trace=" + id + "&level=error").body()).contains("the disk is gone");
    assertThat(get("/graph").body()).contains("\"callee\": \"database\"");
    assertThat(get("/signals").body()).contains("\"service\": \"web\"");
    assertThat(get("/traces/" + "0a".repeat(16)).statusCode()).isEqualTo(404);
    assertThat(get("/traces/xyz").statusCode()).isEqualTo(400);
    assertThat(get("/logs?level=loud").statusCode()).isEqualTo(400);
    HttpResponse<String> refused = get("/traces?limit=-1");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void thePagesShowTheTraceAndNoMarkupOfOthers() throws Exception {
    String id = request();
    assertThat(get("/").body()).contains("/traces/" + id + "/view");
    assertThat(get("/traces/" + id + "/view").body())
        .contains("bottleneck")
        .contains("disk &lt;gone&gt;")
        .doesNotContain("<gone>");
  }

  @Test
  void anAlgorithmThatDoesNotExistIsRefusedByName() {
    TracingConfig defaults = TracingConfig.defaults();
    TracingConfig wrong =
        new TracingConfig(
            defaults.capacity(),
            defaults.logsCapacity(),
            defaults.retention(),
            defaults.signalsWindow(),
            "newest-first",
            defaults.criticalPath(),
            defaults.quantiles());
    assertThatThrownBy(() -> new TracingServer(wrong, context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tracing.eviction = \"newest-first\"")
        .hasMessageContaining("[errors-last, oldest-first]");
  }
}
