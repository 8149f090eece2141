/// The data path: bytes of clients in, bytes of backends out, on event loops only.
///
/// Reading order: [HttpListener] accepts; [ClientConnection] reads requests and writes answers;
/// [Exchange] carries one request to a backend and its answer back; [BackendConnection] is the far
/// side; [LoopState] keeps what connections of one event loop share.
@NullMarked
package dev.orrery.loadbalancer.edge.http;

import org.jspecify.annotations.NullMarked;
