/// Calls to the services behind: bytes in, bytes out; single ones, and several in parallel.
@NullMarked
package dev.orrery.apigateway.edge.grpc;

import org.jspecify.annotations.NullMarked;
