package dev.orrery.tracing.core.trace;

import java.util.HexFormat;
import java.util.List;

/// One span as it is kept. Ids are numbers, names are shared through a [StringPool]: about a third
/// of what the decoded protobuf message occupies.
///
/// @param parent 0 for a root
/// @param startNanos nanoseconds since 1970, by the sender's clock
/// @param endNanos not before `startNanos`
/// @param weightBytes heap bytes the record is charged for, computed by [#weigh]
public record SpanRecord(
    TraceId trace,
    long id,
    long parent,
    Origin origin,
    String name,
    SpanKind kind,
    long startNanos,
    long endNanos,
    boolean error,
    String statusMessage,
    Attributes attributes,
    List<Link> links,
    int weightBytes) {
  /// The record itself (a header, three longs, references), its origin and its place in a list.
  private static final int RECORD_BYTES = 136;

  /// A [Link], its [TraceId] and a reference.
  private static final int LINK_BYTES = 64;

  public SpanRecord {
    if (id == 0) {
      throw new IllegalArgumentException("a span id of zeroes only is invalid");
    }
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "span " + HexFormat.of().toHexDigits(id) + " ends before it starts");
    }
    links = List.copyOf(links);
  }

  /// The same span with its weight computed: what it holds that the pool does not share.
  public static SpanRecord weigh(SpanRecord span, StringPool pool) {
    long weight =
        RECORD_BYTES
            + pool.weightBytes(span.name)
            + pool.weightBytes(span.statusMessage)
            + pool.weightBytes(span.origin.service())
            + pool.weightBytes(span.origin.instance())
            + span.attributes.weightBytes(pool)
            + (long) LINK_BYTES * span.links.size();
    return new SpanRecord(
        span.trace,
        span.id,
        span.parent,
        span.origin,
        span.name,
        span.kind,
        span.startNanos,
        span.endNanos,
        span.error,
        span.statusMessage,
        span.attributes,
        span.links,
        Math.toIntExact(weight));
  }

  public boolean isRoot() {
    return parent == 0;
  }

  public String service() {
    return origin.service();
  }

  public long durationNanos() {
    return endNanos - startNanos;
  }
}
