/// Redis's protocol: bytes to commands, replies to bytes.
///
/// ```
///   socket ─► RequestDecoder ─► CommandProcessor ─► ReplyWriter ─► socket
///             one read, many     one lock for all     one write
///             commands           of them
/// ```
///
/// All connections are on one event loop, so that the lock of the keyspace is theirs alone but for
/// a gRPC call now and then, and is taken once for a batch.
///
/// Reading order: `RequestDecoder`, `RespConnection`, `RespServer`.
@NullMarked
package dev.orrery.cache.edge.resp;

import org.jspecify.annotations.NullMarked;
