package dev.orrery.runtime.telemetry;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// A SERVER span and a duration for every call served, under the trace the caller sent. The span's
/// name is `package.Service/Method` (OpenTelemetry's convention for RPC). Health checks,
/// reflection, the telemetry export and endless streams of the registry are left out.
public final class RpcServerTelemetry implements ServerInterceptor {
  static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of(Propagation.TRACEPARENT, Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> UNTRACED =
      Set.of(
          "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "orrery.dns.v1.Registry");
  private static final String EXPORT = "opentelemetry.proto.collector.";

  /// What the server, not the caller, is to blame for.
  private static final Set<Status.Code> SERVER_ERRORS =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private final Tracer tracer;
  private final ServerDuration duration;
  private final Log log;

  public RpcServerTelemetry(OpenTelemetry telemetry, Log log) {
    this.tracer = telemetry.getTracer(Telemetry.SCOPE);
    this.duration = new ServerDuration(telemetry);
    this.log = log;
  }

  static boolean traced(MethodDescriptor<?, ?> method) {
    String service = String.valueOf(method.getServiceName());
    return !UNTRACED.contains(service) && !service.startsWith(EXPORT);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!traced(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    String traceparent = headers.get(TRACEPARENT);
    Context parent =
        traceparent == null ? Context.root() : Propagation.extract(Context.root(), traceparent);
    long start = System.nanoTime();
    Span span =
        tracer
            .spanBuilder(call.getMethodDescriptor().getFullMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    Context context = parent.with(span);
    Measured<Q, R> measured =
        new Measured<>(
            call, span, start, call.getMethodDescriptor().getType().serverSendsOneMessage());
    try (Scope _ = context.makeCurrent()) {
      return new InSpan<>(next.startCall(measured, headers), context, measured);
    }
  }

  /// Ends the span when the call ends, whichever side ends it.
  private final class Measured<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final Span span;
    private final long start;
    private final boolean timed;
    private final AtomicBoolean ended = new AtomicBoolean();

    Measured(ServerCall<Q, R> call, Span span, long start, boolean timed) {
      super(call);
      this.span = span;
      this.start = start;
      this.timed = timed;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status);
      super.close(status, trailers);
    }

    void end(Status status) {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      boolean error = SERVER_ERRORS.contains(status.getCode());
      if (!status.isOk()) {
        span.setAttribute("rpc.grpc.status_code", status.getCode().value());
        span.setStatus(
            error ? StatusCode.ERROR : StatusCode.UNSET, String.valueOf(status.getDescription()));
      }
      if (status.getCode() == Status.Code.INTERNAL || status.getCode() == Status.Code.UNKNOWN) {
        try (Scope _ = span.makeCurrent()) {
          log.error(
              "call failed",
              status.getCause(),
              "method",
              getMethodDescriptor().getFullMethodName());
        }
      }
      if (timed) {
        duration.record(System.nanoTime() - start, error);
      }
      span.end();
    }
  }

  /// Runs the method with its span as the current one.
  private static final class InSpan<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Context context;
    private final Measured<?, ?> call;

    <R> InSpan(ServerCall.Listener<Q> delegate, Context context, Measured<Q, R> call) {
      super(delegate);
      this.context = context;
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      try (Scope _ = context.makeCurrent()) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      try (Scope _ = context.makeCurrent()) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      try (Scope _ = context.makeCurrent()) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      call.end(Status.CANCELLED);
      super.onCancel();
    }
  }
}
