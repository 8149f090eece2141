package dev.orrery.runtime.telemetry;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// An observability component that only remembers what it is sent.
final class Collector {
  record Received<T>(String service, T what) {}

  final List<Received<Span>> spans = new CopyOnWriteArrayList<>();
  final List<Received<Metric>> metrics = new CopyOnWriteArrayList<>();
  final List<Received<LogRecord>> logs = new CopyOnWriteArrayList<>();

  /// Until it is down, nobody's spans are answered.
  volatile CountDownLatch gate = new CountDownLatch(0);

  private static String serviceOf(Resource resource) {
    return resource.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow()
        .getStringValue();
  }

  /// The three services of OTLP.
  List<BindableService> services() {
    return List.of(new Traces(), new Metrics(), new Logs());
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      try {
        gate.await();
      } catch (InterruptedException killed) {
        Thread.currentThread().interrupt();
        return;
      }
      request
          .getResourceSpansList()
          .forEach(group ->
              group
                  .getScopeSpansList()
                  .forEach(scope ->
                      scope
                          .getSpansList()
                          .forEach(span ->
                              spans.add(new Received<>(serviceOf(group.getResource()), span)))));
      observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request,
        StreamObserver<ExportMetricsServiceResponse> observer) {
      request
          .getResourceMetricsList()
          .forEach(group ->
              group
                  .getScopeMetricsList()
                  .forEach(scope ->
                      scope
                          .getMetricsList()
                          .forEach(metric ->
                              metrics.add(
                                  new Received<>(serviceOf(group.getResource()), metric)))));
      observer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
      request
          .getResourceLogsList()
          .forEach(group ->
              group
                  .getScopeLogsList()
                  .forEach(scope ->
                      scope
                          .getLogRecordsList()
                          .forEach(entry ->
                              logs.add(new Received<>(serviceOf(group.getResource()), entry)))));
      observer.onNext(ExportLogsServiceResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
