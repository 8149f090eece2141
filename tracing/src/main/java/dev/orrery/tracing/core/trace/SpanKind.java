package dev.orrery.tracing.core.trace;

/// On which side of a conversation a span stands (OpenTelemetry trace specification, "SpanKind").
public enum SpanKind {
  UNSPECIFIED,
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER
}
