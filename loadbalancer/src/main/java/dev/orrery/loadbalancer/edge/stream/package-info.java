/// Layer 4: bytes of one TCP connection carried to another and back, whatever they mean.
///
/// ```
///             ┌───────────────── one event loop ─────────────────┐
///   client ──►│ Flow: client → backend  ┐                        │──► backend
///          ◄──│ Flow: backend → client  ┴ Session (choose, retry │◄──
///             └───────────────────────────────── idle, the end) ─┘
/// ```
///
/// **What always holds.** Bytes arrive in order, all of them, or the receiver's connection is
/// reset: a stream that broke is never made to look like one that ended. When one side ends its
/// sending, so does the other side's copy, and the way back stays open (half-close). What is held
/// of a direction is bounded by a read and the write buffer's high-water mark; when the receiver is
/// slower, the sender is not read. A connection that moves nothing for the idle time is reset. Each
/// session begins and ends at the policy exactly once per backend tried.
///
/// Reading order: [dev.orrery.loadbalancer.edge.stream.Flow],
/// [dev.orrery.loadbalancer.edge.stream.Session],
/// [dev.orrery.loadbalancer.edge.stream.StreamListener].
@NullMarked
package dev.orrery.loadbalancer.edge.stream;

import org.jspecify.annotations.NullMarked;
