package dev.orrery.runtime.telemetry;

import dev.orrery.runtime.http.HttpFilter;
import dev.orrery.runtime.http.HttpHandler;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/// A SERVER span and a duration for every HTTP request a component serves, under the trace that its
/// `traceparent` header names. The span is called `METHOD /path`; a handler that knows the route
/// renames it with `Span.current().updateName`. Injected faults apply here too.
public final class TelemetryFilter implements HttpFilter {
  private final ComponentContext context;
  private final Tracer tracer;
  private final ServerDuration duration;

  public TelemetryFilter(ComponentContext context) {
    this.context = context;
    this.tracer = context.tracer();
    this.duration = new ServerDuration(context.openTelemetry());
  }

  @Override
  public HttpResponse filter(HttpRequest request, HttpHandler next) throws Exception {
    while (!context.faults().pass()) {
      Thread.sleep(
          dev.orrery.runtime.lifecycle.Faults.RECHECK
              .toMillis()); // partitioned: the client hears nothing
    }
    Context parent =
        request
            .header(Propagation.TRACEPARENT)
            .map(header -> Propagation.extract(Context.root(), header))
            .orElse(Context.root());
    long start = System.nanoTime();
    Span span =
        tracer
            .spanBuilder(request.method() + " " + request.path())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", request.method())
            .setAttribute("url.path", request.path())
            .startSpan();
    boolean error = true;
    try (Scope _ = parent.with(span).makeCurrent()) {
      HttpResponse response = next.handle(request);
      error = response.status() >= 500;
      span.setAttribute("http.response.status_code", response.status());
      return response;
    } finally {
      if (error) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
      duration.record(System.nanoTime() - start, error);
    }
  }
}
