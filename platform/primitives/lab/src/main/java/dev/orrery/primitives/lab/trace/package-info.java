/// Traces: what was asked for, in order, and what a policy makes of it.
///
/// [dev.orrery.primitives.lab.trace.Replay] runs one through a policy,
/// [dev.orrery.primitives.lab.trace.Belady] gives the ceiling, and
/// [dev.orrery.primitives.lab.trace.HitRatioTable] is a command that does both for a file of yours.
@NullMarked
package dev.orrery.primitives.lab.trace;

import org.jspecify.annotations.NullMarked;
