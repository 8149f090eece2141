/// The load balancer: one address in front of many instances.
///
/// A client knows one address. Behind it instances come, go, fall ill and die, and the client
/// should notice none of it. This module is an HTTP/1.1 reverse proxy on raw event-loop handlers:
///
/// ```
///               ┌──────────────────── one event loop ────────────────────┐
///   client ───► │ ClientConnection ──► Exchange ──► BackendConnection    │ ───► web-1, web-2
///          ◄─── │   strict framing      choose,       framing of answers │ ◄─── apigateway-1
///               │                       retry, trace                     │
///               └──────────────────────────┬─────────────────────────────┘
///                                          │ choose(): one volatile snapshot
///        RouteTable: path → service   BackendPool: candidates + health ◄── RegistryFollower
///                                     BalancingPolicy                  ◄── HealthProber
/// ```
///
/// Beside it stand listeners of layer 4, named in the configuration, which carry TCP connections
/// without looking into them (`edge.stream`): same pools, same policies, same event loops.
///
/// **What always holds.**
///
/// - A byte reaches a backend only after the head it belongs to was found to have one reading, and
///   a chunk only after its framing was. Framing is written anew, never copied from a head.
/// - No body is collected. When one side is slower, the other is not read; what is held of a
///   request is one read, and the write buffer up to its high-water mark.
/// - Answers leave in the order of the requests.
/// - `onStart` and `onEnd` come in pairs, whatever becomes of a request.
/// - Every wait has a limit, and every limit is a key of
///   [dev.orrery.loadbalancer.LoadBalancerConfig].
///
/// **What can go wrong, and what is done.**
///
/// | failure | answer |
/// |---|---|
/// | connecting is refused | the next backend, any method, up to three |
/// | the connection dies before the first byte of the answer | once more elsewhere if the method is safe, else 502 |
/// | the answer breaks off | the client's connection is cut, so that half is not taken for the whole |
/// | no answer in time | 504 |
/// | no backend is fit | 503 with `Retry-After` |
/// | the registry is away | the backends last known stay in use |
/// | the client's bytes have two readings | 400, and the connection ends |
/// | layer 4: connecting is refused or too slow | the next backend, once; then the client is reset |
/// | layer 4: a connection breaks | the other one is reset, so that half is not taken for the whole |
///
/// **Threads.** Both connections of a request live on one event loop, and each loop keeps its own
/// idle connections, so the data path has no locks but those of the policy. Probes and the
/// registry's watch run on virtual threads.
///
/// Reading order: `core.balancing`, `core.routing`, `core.backend`, `core.message`, then
/// `edge.http` (`ClientConnection`, `Exchange`, `BackendConnection`, `LoopState`), `core.stream`
/// and `edge.stream`, `edge.health`, `edge.registry`, and [LoadBalancerServer], which puts them
/// together.
@NullMarked
package dev.orrery.loadbalancer;

import org.jspecify.annotations.NullMarked;
