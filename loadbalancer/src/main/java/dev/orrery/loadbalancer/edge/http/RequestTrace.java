package dev.orrery.loadbalancer.edge.http;

import dev.orrery.loadbalancer.core.message.Target;
import dev.orrery.runtime.http.RequestHead;
import dev.orrery.runtime.telemetry.Propagation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Optional;

/// What is told of one request: its span, with which most traces begin, and its duration.
///
/// A valid `traceparent` of the client is continued, its decision about sampling kept; otherwise a
/// new trace begins here. The answer names the trace in `traceresponse` (W3C Trace Context, level
/// 2), so that whoever asked can look it up.
final class RequestTrace {
  /// The backend that answered.
  static final AttributeKey<String> BACKEND = AttributeKey.stringKey("orrery.backend");

  private static final int FIRST_SERVER_ERROR = 500;

  private final Proxy proxy;
  private final long start = System.nanoTime();
  private final Context context;
  private final Span span;
  private int status;
  private boolean failed;

  RequestTrace(Proxy proxy, RequestHead head, Target target) {
    this.proxy = proxy;
    Context parent =
        head.headers()
            .first(Propagation.TRACEPARENT)
            .map(header -> Propagation.extract(Context.root(), header))
            .orElse(Context.root());
    this.span =
        proxy
            .tracer
            .spanBuilder(head.method() + " " + target.template())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", head.method())
            .setAttribute("url.path", target.path())
            .startSpan();
    this.context = parent.with(span);
  }

  /// The header for the backend; empty when nothing is traced.
  Optional<String> traceparent() {
    return Propagation.inject(context);
  }

  /// The header for the client; empty when nothing is traced.
  Optional<String> traceresponse() {
    SpanContext own = span.getSpanContext();
    return own.isValid() ? traceparent() : Optional.empty();
  }

  void status(int code) {
    status = code;
  }

  /// The answer broke off.
  void failed() {
    failed = true;
  }

  void end(String backend) {
    boolean error = failed || status >= FIRST_SERVER_ERROR;
    if (span.isRecording()) {
      if (!backend.isEmpty()) {
        span.setAttribute(BACKEND, backend);
      }
      span.setAttribute("http.response.status_code", status);
      if (error) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    span.end();
    proxy.duration.record(System.nanoTime() - start, error);
  }
}
