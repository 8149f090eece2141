/// The contract `orrery.queue.v1` at the edge: messages in, calls on the broker, messages and
/// status codes out.
@NullMarked
package dev.orrery.queue.edge.grpc;

import org.jspecify.annotations.NullMarked;
