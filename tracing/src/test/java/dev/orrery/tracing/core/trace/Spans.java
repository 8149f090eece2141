package dev.orrery.tracing.core.trace;

import java.util.List;
import java.util.Map;

/// Spans for tests: `Spans.span(2).under(1).at(10, 20).kind(SERVER).build()`.
public final class Spans {
  private final StringPool pool = new StringPool();
  private TraceId trace = new TraceId(0, 1);
  private final long id;
  private long parent;
  private String service = "service";
  private String name = "operation";
  private SpanKind kind = SpanKind.INTERNAL;
  private long start;
  private long end = 1;
  private boolean error;
  private Map<String, String> attributes = Map.of();
  private List<Link> links = List.of();

  private Spans(long id) {
    this.id = id;
  }

  public static Spans span(long id) {
    return new Spans(id);
  }

  public Spans trace(long low) {
    trace = new TraceId(0, low);
    return this;
  }

  public Spans under(long parentId) {
    parent = parentId;
    return this;
  }

  public Spans at(long startNanos, long endNanos) {
    start = startNanos;
    end = endNanos;
    return this;
  }

  public Spans of(String serviceName, String operation) {
    service = serviceName;
    name = operation;
    return this;
  }

  public Spans kind(SpanKind spanKind) {
    kind = spanKind;
    return this;
  }

  public Spans failed() {
    error = true;
    return this;
  }

  public Spans with(Map<String, String> map) {
    attributes = map;
    return this;
  }

  public Spans linked(long linkedTrace, long span) {
    links = List.of(new Link(new TraceId(0, linkedTrace), span));
    return this;
  }

  public SpanRecord build() {
    return build(pool);
  }

  public SpanRecord build(StringPool shared) {
    return SpanRecord.weigh(
        new SpanRecord(
            trace,
            id,
            parent,
            new Origin(service, service + "-1"),
            shared.intern(name),
            kind,
            start,
            end,
            error,
            "",
            Attributes.of(attributes, shared),
            links,
            0),
        shared);
  }
}
