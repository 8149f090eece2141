package dev.orrery.tracing.core.trace;

/// Who sent a record.
///
/// @param service OpenTelemetry's `service.name`, e.g. `gateway`
/// @param instance `service.instance.id`, e.g. `gateway-1`; may be empty
public record Origin(String service, String instance) {}
