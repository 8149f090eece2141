/// Who may come in at all.
///
/// An eviction policy asks who should leave; admission asks whether the newcomer is worth it. Most
/// keys are asked for once: a cache that lets them all in throws out something better each time.
///
/// ```
///   newcomer ──► candidate ─┐
///                           ├─ admits(candidate, victim)? ── yes: the victim leaves
///   cache ─────► victim ────┘                             ── no:  the candidate leaves
/// ```
///
/// Invariants, which the contract `primitives.admission` checks: who is asked for clearly more
/// often is preferred; what was popular long ago is not for ever; asking changes nothing.
@NullMarked
package dev.orrery.primitives.admission;

import org.jspecify.annotations.NullMarked;
