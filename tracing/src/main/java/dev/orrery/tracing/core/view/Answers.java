package dev.orrery.tracing.core.view;

import com.google.protobuf.MessageLite;
import dev.orrery.tracing.core.Observations;
import dev.orrery.tracing.core.logs.LogEntry;
import dev.orrery.tracing.core.logs.LogQuery;
import dev.orrery.tracing.core.logs.Severity;
import dev.orrery.tracing.core.metrics.Signals;
import dev.orrery.tracing.core.trace.AssembledTrace;
import dev.orrery.tracing.core.trace.ServiceGraph;
import dev.orrery.tracing.core.trace.SpanRecord;
import dev.orrery.tracing.core.trace.TraceId;
import dev.orrery.tracing.core.trace.TraceOverview;
import dev.orrery.tracing.core.trace.TraceQuery;
import dev.orrery.tracing.v1.FindLogsRequest;
import dev.orrery.tracing.v1.FindLogsResponse;
import dev.orrery.tracing.v1.FindTracesRequest;
import dev.orrery.tracing.v1.FindTracesResponse;
import dev.orrery.tracing.v1.GetServiceGraphResponse;
import dev.orrery.tracing.v1.GetSignalsRequest;
import dev.orrery.tracing.v1.GetSignalsResponse;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Level;
import dev.orrery.tracing.v1.ServiceSignals;
import dev.orrery.tracing.v1.TraceSummary;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Answers the contract's five questions from what is kept. The gRPC and the HTTP edge both ask
/// here, so that they cannot disagree. Thread-safe, as the observations are.
///
/// A malformed trace id is an [IllegalArgumentException].
public final class Answers {
  private static final long DEFAULT_WINDOW_MILLIS = 60_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /// Spans or entries of one answer, encoded; the rest is left out. A gRPC client takes 4 MiB.
  private static final int MAXIMUM_ANSWER_BYTES = 3 << 20;

  private final Observations observations;

  public Answers(Observations observations) {
    this.observations = observations;
  }

  /// Empty when no span of it is kept.
  public Optional<GetTraceResponse> trace(String traceId) {
    List<SpanRecord> spans = observations.traces().spansOf(TraceId.parse(traceId));
    if (spans.isEmpty()) {
      return Optional.empty();
    }
    AssembledTrace trace = observations.assembly().assemble(spans);
    return Optional.of(
        GetTraceResponse.newBuilder()
            .addAllSpans(bounded(ContractSpans.of(trace)))
            .setRoots(trace.roots())
            .setOrphans(trace.orphans())
            .build());
  }

  public FindTracesResponse traces(FindTracesRequest request) {
    TraceQuery query =
        new TraceQuery(
            request.getService(),
            request.getOperation(),
            request.getMinDurationNanos(),
            request.getSinceNanos(),
            request.getErrorsOnly(),
            limit(request.getLimit()));
    FindTracesResponse.Builder response = FindTracesResponse.newBuilder();
    for (TraceOverview found : observations.traces().find(query)) {
      response.addTraces(
          TraceSummary.newBuilder()
              .setTraceId(found.trace().toString())
              .setRootService(found.service())
              .setRootName(found.name())
              .setStartNanos(found.startNanos())
              .setDurationNanos(found.durationNanos())
              .setSpans(found.spans())
              .setError(found.error()));
    }
    return response.build();
  }

  public FindLogsResponse logs(FindLogsRequest request) {
    Optional<TraceId> trace =
        request.getTraceId().isEmpty()
            ? Optional.empty()
            : Optional.of(TraceId.parse(request.getTraceId()));
    LogQuery query =
        new LogQuery(
            trace,
            severity(request.getMinLevel()),
            request.getService(),
            request.getText(),
            request.getSinceNanos(),
            limit(request.getLimit()));
    FindLogsResponse.Builder response = FindLogsResponse.newBuilder();
    return response
        .addAllEntries(
            bounded(observations.logs().find(query).stream().map(Answers::entry).toList()))
        .build();
  }

  public GetServiceGraphResponse graph() {
    GetServiceGraphResponse.Builder response = GetServiceGraphResponse.newBuilder();
    for (ServiceGraph.Edge edge : ServiceGraph.of(observations.traces())) {
      response.addEdges(
          GetServiceGraphResponse.Edge.newBuilder()
              .setCaller(edge.caller())
              .setCallee(edge.callee())
              .setCalls(edge.calls())
              .setErrors(edge.errors()));
    }
    return response.build();
  }

  /// @param now monotonic nanoseconds
  public GetSignalsResponse signals(GetSignalsRequest request, long now) {
    long asked = request.getWindowMillis();
    long millis = asked <= 0 ? DEFAULT_WINDOW_MILLIS : asked;
    long nanos = Math.min(millis, Long.MAX_VALUE / NANOS_PER_MILLI) * NANOS_PER_MILLI;
    Signals signals = observations.signals().read(nanos, now);
    GetSignalsResponse.Builder response =
        GetSignalsResponse.newBuilder()
            .putAllConsumerLag(signals.consumerLag())
            .setActiveUsers(signals.activeUsers())
            .setDroppedSpans(observations.traces().droppedSpans())
            .setDroppedLogs(observations.logs().dropped());
    signals.cacheHitRate().ifPresent(response::setCacheHitRate);
    for (Signals.ServiceSignals service : signals.services()) {
      response.addServices(
          ServiceSignals.newBuilder()
              .setService(service.service())
              .setP50Nanos(service.p50Nanos())
              .setP95Nanos(service.p95Nanos())
              .setP99Nanos(service.p99Nanos())
              .setRequestsPerSecond(service.requestsPerSecond())
              .setErrorRate(service.errorRate())
              .setSaturation(service.saturation()));
    }
    return response.build();
  }

  /// The first of them that fit. Parents come before children, so no span loses its parent.
  private static <M extends MessageLite> List<M> bounded(List<M> messages) {
    long bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      bytes += messages.get(i).getSerializedSize();
      if (bytes > MAXIMUM_ANSWER_BYTES) {
        return messages.subList(0, i);
      }
    }
    return messages;
  }

  /// A limit is unsigned on the wire: what is negative here is more than there can be.
  private static int limit(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  private static dev.orrery.tracing.v1.LogEntry entry(LogEntry entry) {
    return dev.orrery.tracing.v1.LogEntry.newBuilder()
        .setTimeNanos(entry.timeNanos())
        .setLevel(level(entry.severity()))
        .setService(entry.origin().service())
        .setInstance(entry.origin().instance())
        .setBody(entry.body())
        .setTraceId(entry.trace().map(TraceId::toString).orElse(""))
        .setSpanId(entry.span() == 0 ? "" : HexFormat.of().toHexDigits(entry.span()))
        .putAllAttributes(entry.attributes().toMap())
        .build();
  }

  private static Severity severity(Level level) {
    return switch (level) {
      case LEVEL_TRACE -> Severity.TRACE;
      case LEVEL_DEBUG -> Severity.DEBUG;
      case LEVEL_INFO -> Severity.INFO;
      case LEVEL_WARN -> Severity.WARN;
      case LEVEL_ERROR -> Severity.ERROR;
      case LEVEL_FATAL -> Severity.FATAL;
      case LEVEL_UNSPECIFIED, UNRECOGNIZED -> Severity.UNSPECIFIED;
    };
  }

  private static Level level(Severity severity) {
    return switch (severity) {
      case UNSPECIFIED -> Level.LEVEL_UNSPECIFIED;
      case TRACE -> Level.LEVEL_TRACE;
      case DEBUG -> Level.LEVEL_DEBUG;
      case INFO -> Level.LEVEL_INFO;
      case WARN -> Level.LEVEL_WARN;
      case ERROR -> Level.LEVEL_ERROR;
      case FATAL -> Level.LEVEL_FATAL;
    };
  }
}
