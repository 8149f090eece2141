/// The HTTP kit: HTTP/1.1, cleartext HTTP/2 and WebSocket for handlers that are plain blocking
/// code.
///
/// Every box of the diagram that faces a browser or a script stands on this package: the gateway,
/// the web tier, identity, tracing. What they share is here once: where a request ends, what a
/// client may cost, how an error looks.
///
/// ```
///            event loop                                          virtual thread, one a request
///   socket ─▶ Http1Connection ─ RequestHeadParser ─┐          ┌─▶ Exchange ─▶ Application
///       │        │   ▲          ChunkedDecoder     ├─▶ HttpRequest              │ HttpFilter … HttpFilter
///       │        │   │                             │   RequestBody ◀─ reads ─   │ Router
///       │  PRI / h2c └──────── ResponseChannel ◀───┼── HttpResponse ◀───────────┘ HttpHandler
///       │        ▼                    ▲            │   StreamedBody ── writes ─▶ WriteGate
///       └▶ Http2Connection ─ Http2Stream ──────────┘
/// ```
///
/// Invariants:
///
/// 1. Where a request ends is decided once, by the strictest reading, before a handler sees it.
///    What two readers could take differently (two lengths, a length and chunks, a folded line, a
///    bare LF) is answered with 400, and the connection ends.
/// 2. Everything a client can make grow is bounded by name, in [HttpLimits] or by a constant where
///    the buffer is.
/// 3. Whatever waits for a client waits under a time-out: `Deadline` on the event loop, a timed
///    wait in `RequestBody` and `WriteGate`.
/// 4. Slowness travels: a handler that does not read stops the client's sending, a client that does
///    not read stops the handler's writing.
/// 5. Every error the kit raises is a problem document (RFC 9457), and none tells the cause of a
///    failure inside.
/// 6. HTTP/1 answers keep the order of the requests, because the next request is not looked at
///    before the last was answered.
///
/// Failure cases: a client that leaves makes the handler's next read or write throw an
/// `IOException`; a handler that fails before its answer began becomes a 500, one that fails in the
/// middle of a streamed body cuts the connection (HTTP/1) or resets the stream (HTTP/2), so that a
/// half answer is never taken for a whole one; a server that closes lets requests in flight finish
/// within a bound, one that is killed does not.
///
/// HTTP/1 is read here by hand, because its strictness is the point; HTTP/2 frames, header
/// compression and flow control, and WebSocket frames, are Netty's.
///
/// Reading order: [HttpHandler], [HttpRequest], [HttpResponse], [HttpFilter], [HttpServer]; then
/// `RequestHeadParser`, [RequestHead], `ChunkedDecoder`; then `Http1Connection` with `RequestBody`,
/// `Exchange`, `StreamedBody`; then `Router` and [PathTemplate]. `Http2Stream`,
/// `WebSocketConnection` and [StaticFiles] stand each alone and may be skipped.
@NullMarked
package dev.orrery.runtime.http;

import org.jspecify.annotations.NullMarked;
