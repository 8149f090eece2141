package dev.orrery.tracing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orrery.testkit.contract.ComponentContract;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.tracing.v1.FindLogsRequest;
import dev.orrery.tracing.v1.GetTraceRequest;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Level;
import dev.orrery.tracing.v1.LogEntry;
import dev.orrery.tracing.v1.TracingGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The contract of the whole component: OTLP in, the Tracing service out. Each case uses a trace id
/// of its own.
public final class TracingComponentContract implements ComponentContract {
  private static final long DEADLINE_SECONDS = 10;
  private static final int BYTES_OF_TRACE_ID = 16;
  private static final int BYTES_OF_SPAN_ID = 8;

  @Override
  public String name() {
    return "tracing";
  }

  @Override
  public Contract<Channel> contract() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "a trace is whole whatever the order its spans came in",
            parents(),
            parents -> "spans with the parents " + parents + ", sent in a shuffled order",
            TracingComponentContract::wholeTrace),
        Law.of(
            "log records are found by trace and level, newest first",
            Arbitraries.integers().between(1, 24).list().ofMinSize(1).ofMaxSize(6),
            severities -> "records of the severities " + severities,
            TracingComponentContract::logsOfATrace),
        Law.of(
            "a trace that was never sent is NOT_FOUND, a malformed id INVALID_ARGUMENT",
            Arbitraries.strings().withCharRange('g', 'z').ofMinLength(1).ofMaxLength(40),
            text -> "ask for a fresh trace, and for " + text,
            TracingComponentContract::unknownTraces));
  }

  /// Of the spans after the root, each the index of an earlier one.
  private static Arbitrary<List<Integer>> parents() {
    return Arbitraries.integers().between(0, 1_000).list().ofMinSize(0).ofMaxSize(8);
  }

  private static void wholeTrace(Channel channel, List<Integer> parents) {
    byte[] trace = freshTrace();
    int n = parents.size() + 1;
    List<Span> spans =
        IntStream.range(0, n)
            .mapToObj(
                index -> span(trace, index, index == 0 ? -1 : parents.get(index - 1) % index, n))
            .collect(Collectors.toList());
    Collections.shuffle(spans, new Random(parents.hashCode()));
    for (Span span : spans) {
      var response =
          TraceServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .export(
                  ExportTraceServiceRequest.newBuilder()
                      .addResourceSpans(
                          ResourceSpans.newBuilder()
                              .setResource(resource())
                              .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                      .build());
      assertThat(response.getPartialSuccess().getRejectedSpans()).isZero();
    }
    GetTraceResponse answer =
        tracing(channel).getTrace(GetTraceRequest.newBuilder().setTraceId(hex(trace)).build());
    assertThat(answer.getSpansCount()).as("spans").isEqualTo(n);
    assertThat(answer.getRoots()).as("roots").isEqualTo(1);
    assertThat(answer.getOrphans()).as("orphans").isZero();
    dev.orrery.tracing.v1.Span root = answer.getSpans(0);
    assertThat(root.getParentSpanId()).as("parent of the first").isEmpty();
    assertThat(root.getService()).isEqualTo("contract");
    long explained =
        answer.getSpansList().stream()
            .mapToLong(dev.orrery.tracing.v1.Span::getCriticalSelfNanos)
            .sum();
    assertThat(explained)
        .as("nanoseconds the critical path explains")
        .isEqualTo(root.getEndNanos() - root.getStartNanos());
  }

  /// Each span begins a little after the earlier ones and ends a little before them.
  private static Span span(byte[] trace, int index, int parent, int n) {
    long origin = 1_700_000_000_000_000_000L;
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(trace))
            .setSpanId(spanId(index))
            .setName("span " + index)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(origin + index)
            .setEndTimeUnixNano(origin + 3L * n - index);
    return parent < 0 ? span.build() : span.setParentSpanId(spanId(parent)).build();
  }

  private static ByteString spanId(int index) {
    return ByteString.copyFrom(ByteBuffer.allocate(BYTES_OF_SPAN_ID).putLong(0, index + 1L));
  }

  private static void logsOfATrace(Channel channel, List<Integer> severities) {
    byte[] trace = freshTrace();
    ScopeLogs.Builder scope = ScopeLogs.newBuilder();
    for (int i = 0; i < severities.size(); i++) {
      scope.addLogRecords(
          LogRecord.newBuilder()
              .setTraceId(ByteString.copyFrom(trace))
              .setTimeUnixNano(1_700_000_000_000_000_000L + i)
              .setSeverityNumber(SeverityNumber.forNumber(severities.get(i)))
              .setBody(text("record " + i)));
    }
    LogsServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .export(
            ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(
                    ResourceLogs.newBuilder().setResource(resource()).addScopeLogs(scope))
                .build());
    List<String> expected =
        IntStream.range(0, severities.size())
            .filter(i -> severities.get(i) >= SeverityNumber.SEVERITY_NUMBER_WARN_VALUE)
            .mapToObj(i -> "record " + i)
            .toList()
            .reversed();
    assertThat(
            tracing(channel)
                .findLogs(
                    FindLogsRequest.newBuilder()
                        .setTraceId(hex(trace))
                        .setMinLevel(Level.LEVEL_WARN)
                        .setText("RECORD")
                        .build())
                .getEntriesList())
        .extracting(LogEntry::getBody)
        .isEqualTo(expected);
  }

  private static void unknownTraces(Channel channel, String malformed) {
    assertThat(codeOf(channel, hex(freshTrace()))).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(codeOf(channel, malformed)).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private static Status.Code codeOf(Channel channel, String traceId) {
    try {
      GetTraceResponse answer =
          tracing(channel).getTrace(GetTraceRequest.newBuilder().setTraceId(traceId).build());
      throw new AssertionError("answered with " + answer.getSpansCount() + " spans");
    } catch (StatusRuntimeException refusal) {
      return refusal.getStatus().getCode();
    }
  }

  private static TracingGrpc.TracingBlockingStub tracing(Channel channel) {
    return TracingGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static byte[] freshTrace() {
    UUID random = UUID.randomUUID();
    return ByteBuffer.allocate(BYTES_OF_TRACE_ID)
        .putLong(random.getMostSignificantBits())
        .putLong(random.getLeastSignificantBits())
        .array();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Resource resource() {
    return Resource.newBuilder()
        .addAttributes(KeyValue.newBuilder().setKey("service.name").setValue(text("contract")))
        .build();
  }

  private static AnyValue text(String value) {
    return AnyValue.newBuilder().setStringValue(value).build();
  }
}
