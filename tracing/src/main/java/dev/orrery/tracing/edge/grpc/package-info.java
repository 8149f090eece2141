/// The contract `orrery.tracing.v1`.
@NullMarked
package dev.orrery.tracing.edge.grpc;

import org.jspecify.annotations.NullMarked;
