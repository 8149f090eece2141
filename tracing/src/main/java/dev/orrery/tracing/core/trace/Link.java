package dev.orrery.tracing.core.trace;

import java.util.HexFormat;

/// A span's reference to a span that caused it without waiting for it, maybe of another trace.
public record Link(TraceId trace, long span) {
  /// `trace-span`, both in hexadecimal.
  @Override
  public String toString() {
    return trace + "-" + HexFormat.of().toHexDigits(span);
  }
}
