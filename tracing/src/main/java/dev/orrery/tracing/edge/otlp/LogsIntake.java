package dev.orrery.tracing.edge.otlp;

import com.google.protobuf.ByteString;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.tracing.core.Observations;
import dev.orrery.tracing.core.logs.LogEntry;
import dev.orrery.tracing.core.logs.Severity;
import dev.orrery.tracing.core.trace.Attributes;
import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.TraceId;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.Optional;

/// OTLP logs in.
public final class LogsIntake extends LogsServiceGrpc.LogsServiceImplBase {
  private final Observations observations;
  private final Time time;

  public LogsIntake(Observations observations, Time time) {
    this.observations = observations;
    this.time = time;
  }

  @Override
  public void export(
      ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
    Unary.answer(observer, () -> take(request));
  }

  private ExportLogsServiceResponse take(ExportLogsServiceRequest request) {
    Rejections rejections = new Rejections();
    for (ResourceLogs resource : request.getResourceLogsList()) {
      Origin origin = OtlpValues.origin(resource.getResource(), observations.pool());
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord logged : scope.getLogRecordsList()) {
          take(logged, origin, rejections);
        }
      }
    }
    ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
    if (rejections.any()) {
      response.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(rejections.count())
              .setErrorMessage(rejections.message()));
    }
    return response.build();
  }

  private void take(LogRecord logged, Origin origin, Rejections rejections) {
    LogEntry entry;
    try {
      entry =
          new LogEntry(
              timeOf(logged),
              Severity.ofNumber(logged.getSeverityNumberValue()),
              origin,
              OtlpValues.text(logged.getBody()),
              trace(logged.getTraceId()),
              OtlpValues.spanId(logged.getSpanId(), "span id"),
              Attributes.of(
                  OtlpValues.attributes(logged.getAttributesList()), observations.pool()));
    } catch (IllegalArgumentException malformed) {
      rejections.add(String.valueOf(malformed.getMessage()));
      return;
    }
    observations.logs().add(entry, time.monotonicNanos());
  }

  /// When it was written; a record without a time was observed at some time at least.
  private static long timeOf(LogRecord logged) {
    return logged.getTimeUnixNano() != 0
        ? logged.getTimeUnixNano()
        : logged.getObservedTimeUnixNano();
  }

  private static Optional<TraceId> trace(ByteString id) {
    return id.isEmpty() ? Optional.empty() : Optional.of(TraceId.of(id.toByteArray()));
  }
}
