/// The contract `orrery.objectstore.v1` over gRPC: checks the limits it names, calls the core,
/// turns refusals into canonical status codes with a reason.
@NullMarked
package dev.orrery.objectstore.edge.grpc;

import org.jspecify.annotations.NullMarked;
