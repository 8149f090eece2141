/// OTLP over gRPC in: the three collector services of the OpenTelemetry protocol. What is malformed
/// is refused record by record and told in the answer's `partial_success`; what is well-formed is
/// kept, or dropped and counted where a bound is reached.
@NullMarked
package dev.orrery.tracing.edge.otlp;

import org.jspecify.annotations.NullMarked;
