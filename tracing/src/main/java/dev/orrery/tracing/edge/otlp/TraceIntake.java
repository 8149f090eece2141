package dev.orrery.tracing.edge.otlp;

import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.tracing.core.Observations;
import dev.orrery.tracing.core.trace.Attributes;
import dev.orrery.tracing.core.trace.Link;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.SpanKind;
import dev.orrery.tracing.core.trace.SpanRecord;
import dev.orrery.tracing.core.trace.StringPool;
import dev.orrery.tracing.core.trace.TraceId;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;

/// OTLP traces in.
public final class TraceIntake extends TraceServiceGrpc.TraceServiceImplBase {
  /// Of one span; further ones are left out.
  static final int MAXIMUM_LINKS = 32;

  private final Observations observations;
  private final Time time;

  public TraceIntake(Observations observations, Time time) {
    this.observations = observations;
    this.time = time;
  }

  @Override
  public void export(
      ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
    Unary.answer(observer, () -> take(request));
  }

  private ExportTraceServiceResponse take(ExportTraceServiceRequest request) {
    Rejections rejections = new Rejections();
    long now = time.monotonicNanos();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      Origin origin = OtlpValues.origin(resource.getResource(), observations.pool());
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          take(span, origin, now, rejections);
        }
      }
    }
    ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
    if (rejections.any()) {
      response.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(rejections.count())
              .setErrorMessage(rejections.message()));
    }
    return response.build();
  }

  private void take(Span span, Origin origin, long now, Rejections rejections) {
    SpanRecord spanRecord;
    try {
      spanRecord = decode(span, origin, observations.pool());
    } catch (IllegalArgumentException malformed) {
      rejections.add(String.valueOf(malformed.getMessage()));
      return;
    }
    observations.keep(spanRecord, now);
  }

  /// @throws IllegalArgumentException when an id or a time is impossible
  static SpanRecord decode(Span span, Origin origin, StringPool pool) {
    if (span.getStartTimeUnixNano() < 0 || span.getEndTimeUnixNano() < 0) {
      throw new IllegalArgumentException("a time is before the year 2262");
    }
    SpanRecord unweighed =
        new SpanRecord(
            TraceId.of(span.getTraceId().toByteArray()),
            OtlpValues.spanId(span.getSpanId(), "span id"),
            OtlpValues.spanId(span.getParentSpanId(), "parent span id"),
            origin,
            pool.intern(OtlpValues.cut(span.getName())),
            kind(span.getKind()),
            span.getStartTimeUnixNano(),
            span.getEndTimeUnixNano(),
            span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
            OtlpValues.cut(span.getStatus().getMessage()),
            Attributes.of(OtlpValues.attributes(span.getAttributesList()), pool),
            links(span),
            0);
    return SpanRecord.weigh(unweighed, pool);
  }

  private static List<Link> links(Span span) {
    List<Link> links = new ArrayList<>();
    for (Span.Link link : span.getLinksList()) {
      if (links.size() == MAXIMUM_LINKS) {
        break;
      }
      links.add(
          new Link(
              TraceId.of(link.getTraceId().toByteArray()),
              OtlpValues.spanId(link.getSpanId(), "linked span id")));
    }
    return links;
  }

  private static SpanKind kind(Span.SpanKind kind) {
    return switch (kind) {
      case SPAN_KIND_INTERNAL -> SpanKind.INTERNAL;
      case SPAN_KIND_SERVER -> SpanKind.SERVER;
      case SPAN_KIND_CLIENT -> SpanKind.CLIENT;
      case SPAN_KIND_PRODUCER -> SpanKind.PRODUCER;
      case SPAN_KIND_CONSUMER -> SpanKind.CONSUMER;
      case SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> SpanKind.UNSPECIFIED;
    };
  }
}
