/// Telemetry: one OpenTelemetry SDK a component, exported over OTLP/gRPC to whoever is registered
/// as `tracing`. What is thrown away because a bound was reached is counted.
@NullMarked
package dev.orrery.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
