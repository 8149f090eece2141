package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.wait.Await;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trace context of a request: taken from the client, given to the backend, told in the answer.
@SuppressWarnings("StringConcatToTextBlock") // CR LF at each line end, as on the wire
class TraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @TempDir Path data;
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private OpenTelemetrySdk telemetry;
  private TestBackend backend;
  private ComponentContext context;
  private LoadBalancerServer server;
  private RawClient client;

  /// Keeps what is exported.
  private final class Kept implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> exported) {
      spans.addAll(exported);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @BeforeEach
  void start() throws Exception {
    telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                    .build())
            .build();
    backend = TestBackend.named("one");
    context = ComponentContext.testBuilder("loadbalancer", data).openTelemetry(telemetry).build();
    server =
        new LoadBalancerServer(
            Configuration.empty()
                .with("loadbalancer.routes=[\"/a=" + backend.address() + "\"]")
                .bind("loadbalancer", LoadBalancerConfig.class),
            context);
    server.start();
    client = new RawClient(server.endpoints().getLast().port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    context.close();
    backend.close();
    telemetry.close();
  }

  private RawClient.Answer get(String path, String fields) throws Exception {
    return client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").answer();
  }

  private SpanData span() throws Exception {
    Await.until(Duration.ofSeconds(5), spans::size, size -> size == 1, "one span");
    return spans.getFirst();
  }

  private static String field(RawClient.Answer answer, String name) {
    return answer
        .head()
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .findFirst()
        .orElse("");
  }

  @Test
  void aTraceOfTheClientsIsContinuedUnderASpanOfOurOwn() throws Exception {
    RawClient.Answer answer =
        get("/a", "traceparent: 00-" + TRACE + "-" + PARENT + "-01\r\ntracestate: vendor=1\r\n");
    SpanData span = span();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("orrery.backend")))
        .isEqualTo(backend.address());
    TestBackend.Request seen = backend.requests.getFirst();
    String own = "00-" + TRACE + "-" + span.getSpanId() + "-01";
    assertThat(seen.field("traceparent")).isEqualTo(own);
    assertThat(seen.field("tracestate")).isEqualTo("vendor=1");
    assertThat(field(answer, "traceresponse")).isEqualTo("traceresponse: " + own);
  }

  @Test
  void withoutOneOrWithOneThatIsMalformedATraceBegins() throws Exception {
    for (String header :
        List.of(
            "",
            "traceparent: 00-" + TRACE + "-" + PARENT + "\r\n",
            "traceparent: 00-" + "0".repeat(32) + "-" + PARENT + "-01\r\n",
            "traceparent: ff-" + TRACE + "-" + PARENT + "-01\r\n")) {
      spans.clear();
      RawClient.Answer answer = get("/a", header);
      SpanData span = span();
      assertThat(span.getParentSpanContext().isValid()).as(header).isFalse();
      assertThat(field(answer, "traceresponse"))
          .isEqualTo(
              "traceresponse: 00-"
                  + span.getTraceId()
                  + "-"
                  + span.getSpanId()
                  + "-"
                  + span.getSpanContext().getTraceFlags().asHex());
    }
  }

  @Test
  void anAnswerOfTheBalancersOwnNamesItsTraceToo() throws Exception {
    RawClient.Answer answer = get("/nowhere", "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(field(answer, "traceresponse")).contains(span().getTraceId());
    spans.clear();
    backend.close();
    assertThat(get("/a", "").status()).isBetween(502, 503);
    assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }
}
