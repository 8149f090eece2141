/// Is it up? One lost probe is an accident, three in a row are an outage.
///
/// ```
///   probes      ✓ ✓ ✗ ✓ ✗ ✗ ✗ ✓ ✓ ✓          fall = 3, rise = 2
///   opinion     up ───────── down ─ up
///                         ^      ^
///                third ✗ in a row  second ✓ in a row
/// ```
///
/// The two thresholds are a hysteresis: a target that flickers does not move in and out of the
/// rotation with each probe. `fall` times the probe interval is how long traffic still goes to a
/// dead target; `rise` keeps one that has just started out until it is steady.
///
/// Invariant, which the contract `primitives.health` checks: the opinion changes exactly at the
/// `fall`-th failed or `rise`-th passed probe in a row.
@NullMarked
package dev.orrery.primitives.health;

import org.jspecify.annotations.NullMarked;
