/// The lab of the primitives: for each thing that can be replaced, the contract that judges a
/// replacement, the wrong twins that prove the contract, exercises and experiments.
///
/// ```
///   cache.eviction   apigateway.ratelimiter   primitives.placement   primitives.timers
///   primitives.singleflight   primitives.lease    primitives.health      primitives.appendfile
///   primitives.sketch         primitives.admission
///        │
///        ├─ …SwapPoint   what is swapped, its built-ins, its twins
///        ├─ …Contract    the laws, over generated cases that shrink to short stories
///        └─ …Twins       implementations that are wrong in one way each
/// ```
///
/// Reading order: `eviction` first, in the order contract, `ListPolicy`, twins; the others are
/// built alike. `trace` replays what was asked for in a real system, with the ceiling beside it.
@NullMarked
package dev.orrery.primitives.lab;

import org.jspecify.annotations.NullMarked;
