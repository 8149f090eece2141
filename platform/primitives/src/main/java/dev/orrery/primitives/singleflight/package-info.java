/// The cure for the thundering herd: a popular key expires, and a thousand readers go to the
/// database for it at once, of whom one would have been enough.
///
/// ```
///   reader 1 ─ load(k) ──► loader runs ─────────► value
///   reader 2 ─── load(k) ──────── waits ────────► the same value
///   reader 3 ────── load(k) ───── waits ────────► the same value
///   reader 4 ─────────────────────────── load(k) ──► a new run: nothing was kept
/// ```
///
/// It is no cache: the result lives only as long as the run. A failure is shared by those who
/// waited, and the key is free again; a failure that stayed would turn a hiccup of the database
/// into an outage of the key. The first caller's own thread runs the loader, so a deadline or an
/// interrupt of that caller ends the run for all: give loaders a deadline of their own.
///
/// Invariants, which the contract `primitives.singleflight` checks: at most one loader a key runs
/// at any time; each caller gets the result of a run that was not over when it called; a failure is
/// not remembered. The name is that of Go's `golang.org/x/sync/singleflight`.
@NullMarked
package dev.orrery.primitives.singleflight;

import org.jspecify.annotations.NullMarked;
