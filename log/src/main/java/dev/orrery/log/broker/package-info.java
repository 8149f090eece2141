/// Where the cores meet threads: who appends, who forces, who reads.
///
/// ```
///   32 callers              one writer thread                      disk
///   produce ─┐         ┌──────────────────────────┐
///   produce ─┼─ queue ─┤ take all that wait        │
///   produce ─┘         │ append each to its log ───┼──► page cache
///                      │ force each log once    ───┼──► platter
///                      │ answer all                │
///                      └──────────────────────────┘
/// ```
///
/// This is group commit: while one force is under way the next group gathers by itself, so a force
/// is shared by as many callers as came in the meantime, and a lone caller waits for nobody. There
/// is no timer to tune.
///
/// File reads and forces hold the thread they run on, so they run on named platform threads, few
/// and bounded, and never on a virtual thread's carrier.
@NullMarked
package dev.orrery.log.broker;

import org.jspecify.annotations.NullMarked;
