package dev.orrery.runtime.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/// A CLIENT span for every call made within a trace, and the `traceparent` that carries it on. A
/// call a component makes outside any trace (a worker's poll, a heartbeat) begins none, and says so
/// to the server.
public final class RpcClientTelemetry implements ClientInterceptor {
  private final Tracer tracer;
  private final boolean recording;

  public RpcClientTelemetry(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(Telemetry.SCOPE);
    this.recording = telemetry != OpenTelemetry.noop();
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    if (!recording || !RpcServerTelemetry.traced(method)) {
      return next.newCall(method, options);
    }
    Context parent = Context.current();
    if (!Span.fromContext(parent).getSpanContext().isValid()) {
      return new Unrecorded<>(next.newCall(method, options));
    }
    Span span =
        tracer
            .spanBuilder(method.getFullMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    ClientCall<Q, R> call;
    try (Scope _ = parent.with(span).makeCurrent()) {
      call = next.newCall(method, options);
    }
    return new Traced<>(call, span, parent.with(span));
  }

  private static final class Unrecorded<Q, R> extends SimpleForwardingClientCall<Q, R> {
    Unrecorded(ClientCall<Q, R> call) {
      super(call);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      headers.put(RpcServerTelemetry.TRACEPARENT, Propagation.unrecorded());
      super.start(listener, headers);
    }
  }

  private static final class Traced<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final Span span;
    private final Context context;

    Traced(ClientCall<Q, R> call, Span span, Context context) {
      super(call);
      this.span = span;
      this.context = context;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      Propagation.inject(context)
          .ifPresent(header -> headers.put(RpcServerTelemetry.TRACEPARENT, header));
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              if (!status.isOk()) {
                span.setStatus(StatusCode.ERROR, status.getCode() + ": " + status.getDescription());
              }
              span.end();
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      super.cancel(message, cause);
    }
  }
}
