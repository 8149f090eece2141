/// How often was this key asked for lately, when there are too many keys to count them all?
///
/// A [dev.orrery.primitives.sketch.FrequencySketch] answers approximately, in a few bytes a key,
/// and forgets what is long ago. An admission policy compares two such answers; that one of them is
/// a little too high now and then does no harm.
///
/// ```
///   every access ──► increment(k)        ┌─────────────────┐
///   a contest    ──► estimate(a) > estimate(b)?   4-bit counters, halved from time to time
///                                        └─────────────────┘
/// ```
///
/// Invariants, which the contract `primitives.sketch` checks: an estimate is never below the truth
/// until saturation (15) or aging; few keys are estimated above it; what is no longer counted
/// fades; room for more keys costs no count.
@NullMarked
package dev.orrery.primitives.sketch;

import org.jspecify.annotations.NullMarked;
