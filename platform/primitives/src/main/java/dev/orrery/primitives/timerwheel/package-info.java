/// Timers by the hundred thousand: leases, request deadlines, session time-outs, expiring keys.
///
/// Most timers never fire; they are cancelled because the answer came. A heap pays a logarithm for
/// each of them; the wheel pays one unlink. The price is resolution: a timer fires up to one tick
/// late.
///
/// ```
///   schedule(deadline, payload) ──►  ┌────────────┐
///   timer.cancel()              ──►  │ TimerWheel │ ──► nextDeadline(): sleep until then
///   advance(now)                ──►  └────────────┘ ──► the payloads that are due
/// ```
///
/// It has no thread and no clock. The owner tells it the time, which is how a simulation runs a
/// year of leases in a second.
///
/// Invariants, which the contract `primitives.timers` checks: no timer fires before its deadline;
/// once the time told is one tick past it, it has fired; none fires twice; one that was cancelled
/// never does.
@NullMarked
package dev.orrery.primitives.timerwheel;

import org.jspecify.annotations.NullMarked;
