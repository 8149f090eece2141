/// How the model knows that it is right: the kit with which every other module is tried.
///
/// A distributed system fails in ways that a test with an example cannot show: in the order of two
/// messages, in the pages a power cut took, in the read that came from a replica a moment too old.
/// The kit turns each of these into something a seed decides and a machine judges.
///
/// ```
///   what can go wrong            what tries it          what judges it
///   ───────────────────────────────────────────────────────────────────────────────
///   the power fails              disk.CrashDisk         disk.CrashTest: all acknowledged is there
///   messages, nodes, clocks      simulation.Simulation  its invariants, after every event
///   threads and replicas         history.History        history.Linearizability
///   a process dies               process.Launch         the test, on the next start
///   somebody's own algorithm     contract.Law           contract.Judge: laws, and twins to reject
/// ```
///
/// What all share:
///
/// - **One seed.** Every random choice comes from one number. A failure prints the one line that
///   brings it back ([Reproduction]).
/// - **The kit is refuted first.** Each judge is tried on something deliberately wrong (a journal
///   that acknowledges too early, a server that forgets its leases, a cell that reads its replica),
///   and its test fails if that is let through.
/// - **Bounds.** Nothing waits, searches or logs without a named bound; beyond it the answer is a
///   failure that says so, never a pass.
///
/// The kit is for tests, and for labs, whose contracts are their main code. Nothing that runs in
/// the model itself depends on it.
///
/// Reading order: `disk`, `simulation` (which uses it), `history`, `process`, `wait`, then
/// `contract` and `lab`, which the components' labs are written in.
@NullMarked
package dev.orrery.testkit;

import org.jspecify.annotations.NullMarked;
