/// The ground every component stands on: lifecycle, configuration, the RPC kit, the HTTP kit,
/// telemetry.
///
/// ```
///            configuration (TOML, --set)          data directory (lock, version, disk)
///                     │                                    │
///                     ▼                                    ▼
///   ┌──────────────────────── ComponentContext ────────────────────────┐
///   │ who am I     where do I listen     whom do I know     my telemetry │
///   └───────┬──────────────────┬──────────────────┬───────────────┬─────┘
///           │                  │                  │               │
///       Component          RpcServer          RpcChannels     Telemetry
///       start/close        HttpServer         orrery:///cache  spans, metrics, logs
/// ```
///
/// A component is handed one [dev.orrery.runtime.lifecycle.ComponentContext] and its own
/// configuration record, and from then on knows its neighbours only by name. `orrery:///cache` is
/// looked up the way the field does it: the first address by DNS (an SRV question over UDP to our
/// own server), every later change by the registry's watch.
///
/// Invariants: everything binds the host it was told (127.0.0.1 unless told otherwise); every unary
/// call has a deadline; every queue has a bound; the path that exports telemetry is not traced; a
/// failure reaches the caller as a canonical status with details and never as a stack trace.
///
/// Reading order: `lifecycle`, `config`, `data`, `rpc`, `telemetry`, `http`, `net`.
@NullMarked
package dev.orrery.runtime;

import org.jspecify.annotations.NullMarked;
