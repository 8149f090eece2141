package dev.orrery.runtime.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// W3C Trace Context, `traceparent` header (<https://www.w3.org/TR/trace-context/>), written by
/// hand:
///
/// ```
///   00 - 4bf92f3577b34da6a3ce929d0e0e4736 - 00f067aa0ba902b7 - 01
///   version        trace id                 parent span id     flags: bit 0 = sampled
/// ```
///
/// It travels in gRPC metadata, in HTTP headers and in the headers of log records.
public final class Propagation {
  public static final String TRACEPARENT = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private Propagation() {}

  /// The header for the span in `context`; empty when there is no valid one.
  public static Optional<String> inject(Context context) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isValid()
        ? Optional.of(
            "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex())
        : Optional.empty();
  }

  /// The header of a call made outside any trace: a trace of its own that nobody records. Without
  /// it the server would begin one for every poll and every heartbeat, and they would push out of
  /// the bounded store what somebody may want to see.
  public static String unrecorded() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextLong() | 1) // neither id may be zero
        + "-"
        + hex.toHexDigits(random.nextLong() | 1)
        + "-00";
  }

  /// `context` with the remote span that `header` names; `context` itself when the header is
  /// missing or malformed, so that a new trace begins. A later version is read as version 00, as
  /// the recommendation demands.
  public static Context extract(Context context, String header) {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches()
        || matcher.group(1).equals("ff")
        || (matcher.group(1).equals("00") && matcher.group(5) != null)) {
      return context;
    }
    TraceFlags flags =
        (Integer.parseInt(matcher.group(4), 16) & 1) == 1
            ? TraceFlags.getSampled()
            : TraceFlags.getDefault();
    SpanContext remote =
        SpanContext.createFromRemoteParent(
            matcher.group(2), matcher.group(3), flags, TraceState.getDefault());
    return remote.isValid() ? context.with(Span.wrap(remote)) : context;
  }
}
