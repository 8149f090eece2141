/// The contract `orrery.search.v1` over gRPC: checks, calls the core, turns refusals into status
/// codes.
@NullMarked
package dev.orrery.search.edge.grpc;

import org.jspecify.annotations.NullMarked;
