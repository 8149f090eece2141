/// The contract `orrery.cache.v1` over gRPC: checks the limits it names, calls the keyspace, turns
/// refusals into canonical status codes with a reason.
@NullMarked
package dev.orrery.cache.edge.grpc;

import org.jspecify.annotations.NullMarked;
