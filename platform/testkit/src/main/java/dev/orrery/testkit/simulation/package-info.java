/// A whole distributed system in one thread, on virtual time, from one seed.
///
/// The bugs of distributed systems live in schedules: a message that overtakes another, a node that
/// dies between two writes, a lease that lapses while its holder is cut off. Real clusters meet
/// such schedules once a month and never again. Here the schedule is drawn from a seed, many of
/// them a second, and a bad one can be met again at will (FoundationDB, Zhou et al., SIGMOD 2021,
/// §4; TigerBeetle's VOPR).
///
/// ```
///                    ┌─────────── Simulation ────────────┐
///    seed ─────────► │ queue of events, by virtual time  │ ──► event log: text, byte-identical
///                    │  deliver a→b   timer c   script   │     for the same seed
///                    └──┬──────────────┬─────────────┬───┘
///                receive│         timer│        crash│restart
///                   ┌───▼───┐      ┌───▼───┐     ┌───▼───┐
///                   │ Node a│      │ Node b│     │ Node c│   state machines: no thread, no clock
///                   │ disk a│      │ disk b│     │ disk c│   CrashDisk: survives, as far as forced
///                   └───────┘      └───────┘     └───────┘
/// ```
///
/// **A node** is a state machine ([Node][dev.orrery.testkit.simulation.Node]): told of a message or
/// of its timer, it changes its state and sends messages through its
/// [Environment][dev.orrery.testkit.simulation.Environment]. It is made anew by its factory at each
/// restart, so that only what it wrote to its disk lives on.
///
/// **The network** ([Conditions][dev.orrery.testkit.simulation.Conditions]) delays every message on
/// its own, which is what reorders them; it loses some, delivers some twice, and delivers none
/// between groups that are cut off from each other. **Clocks** may run fast or slow and may be off,
/// within stated bounds. **[Chaos][dev.orrery.testkit.simulation.Chaos]** makes such trouble by
/// itself, crashes in the middle of disk operations included.
///
/// Invariants of the simulation itself: an event happens at the time it was scheduled for; two
/// events at one time happen in the order they were scheduled; nothing random comes from anywhere
/// but the seed. For a node's part: no clock, thread, or iteration order of identity hashes, and
/// messages whose `toString` tells their content (records do).
///
/// Failure cases: a node that throws, or a broken invariant, ends the run with an [AssertionError]:
/// what was violated, when, the last lines of the log, and the one command line that reproduces it.
///
/// Reading order: `Node`, `Environment`, `Conditions`, `NodeClock`, `Simulation`, `Chaos`.
@NullMarked
package dev.orrery.testkit.simulation;

import org.jspecify.annotations.NullMarked;
