/// The API gateway: one door for all clients, in front of services that speak gRPC.
///
/// ```
///   client                gateway                                          services
///   ──────                ───────                                          ────────
///   GET /v1/posts/7  ──►  which method?   SegmentTrie                 ┌──► posts
///   Bearer eyJ…           who?            CachingVerifier             │
///                         may they?       Permission of the route     │
///                         so often?       Admission                   │
///                         as a message    RequestReader  ── gRPC ─────┤
///   {"postId":"7",…} ◄──  as JSON         StreamingTranscoder ◄───────┴──► users
/// ```
///
/// It knows no application. Paths, permissions, classes of rates, and which answers are put together
/// of several, are options in the services' own contracts (`google.api.http`,
/// `orrery.apigateway.v1`); the gateway reads them from a descriptor set when it starts, and refuses
/// to start when they do not fit together.
///
/// Invariants: no service is called for a request that was refused; who acts is what a verified token
/// says, and no header of the client's reaches a service; a token is good only with the algorithm its
/// key is for, and never beyond its expiry, cached or not; every refusal is a problem document (RFC
/// 9457) that tells nothing of the inside.
///
/// Failures: identity away, tokens of known keys stay good (before the first key was had: 503); a
/// service away, 503; too slow, 504 at the request's deadline, and what still runs is cancelled; a
/// flood of tokens with invented keys costs one fetch of the keys an interval.
///
/// Reading order: `core.api`, `core.routing`, `core.token`, `core.admission`, `core.json`,
/// `core.transcoding`, `edge.grpc`, `edge.jwks`, `edge.http`, [ApiGatewayServer].
@NullMarked
package dev.orrery.apigateway;

import org.jspecify.annotations.NullMarked;
