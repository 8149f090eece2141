package dev.orrery.tracing.edge.grpc;

import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.tracing.core.view.Answers;
import dev.orrery.tracing.v1.FindLogsRequest;
import dev.orrery.tracing.v1.FindLogsResponse;
import dev.orrery.tracing.v1.FindTracesRequest;
import dev.orrery.tracing.v1.FindTracesResponse;
import dev.orrery.tracing.v1.GetServiceGraphRequest;
import dev.orrery.tracing.v1.GetServiceGraphResponse;
import dev.orrery.tracing.v1.GetSignalsRequest;
import dev.orrery.tracing.v1.GetSignalsResponse;
import dev.orrery.tracing.v1.GetTraceRequest;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.TracingGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;

/// The questions over gRPC. A malformed trace id is INVALID_ARGUMENT, an unknown one NOT_FOUND with
/// the reason `TRACE_NOT_KEPT`.
public final class TracingService extends TracingGrpc.TracingImplBase {
  private final Answers answers;
  private final Time time;

  public TracingService(Answers answers, Time time) {
    this.answers = answers;
    this.time = time;
  }

  @Override
  public void getTrace(GetTraceRequest request, StreamObserver<GetTraceResponse> observer) {
    answer(
        observer,
        () ->
            answers
                .trace(request.getTraceId())
                .orElseThrow(() ->
                    RpcException.notFound(
                        "TRACE_NOT_KEPT",
                        "no span of trace " + request.getTraceId() + " is kept")));
  }

  @Override
  public void findTraces(FindTracesRequest request, StreamObserver<FindTracesResponse> observer) {
    answer(observer, () -> answers.traces(request));
  }

  @Override
  public void findLogs(FindLogsRequest request, StreamObserver<FindLogsResponse> observer) {
    answer(observer, () -> answers.logs(request));
  }

  @Override
  public void getServiceGraph(
      GetServiceGraphRequest request, StreamObserver<GetServiceGraphResponse> observer) {
    answer(observer, answers::graph);
  }

  @Override
  public void getSignals(GetSignalsRequest request, StreamObserver<GetSignalsResponse> observer) {
    answer(observer, () -> answers.signals(request, time.monotonicNanos()));
  }

  /// The only argument that can be malformed is a trace id.
  private static <R> void answer(StreamObserver<R> observer, Callable<R> question) {
    Unary.answer(
        observer,
        () -> {
          try {
            return question.call();
          } catch (IllegalArgumentException malformed) {
            throw RpcException.invalidArgument("trace_id", String.valueOf(malformed.getMessage()));
          }
        });
  }
}
