/// The clockwork's standard parts: what every box of the model is made of.
///
/// ```
///   cache ──── eviction (with admission and sketch), singleflight, lease
///   loadbalancer ── health, placement
///   log ────── appendfile, timerwheel
///   dns ────── timerwheel
///   apigateway ──── ratelimit                  every core ──── ports
/// ```
///
/// Each package is one concept, with a page that tells what it is for, its picture, its invariants
/// and the paper. All are sans-I/O: plain Java that is told the time and handed a disk, with no
/// thread of its own. What can be replaced is an interface of one to four methods, and the contract
/// that judges a replacement is in the lab beside this module.
///
/// Reading order: [dev.orrery.primitives.ports], then `health`, `ratelimit`, `eviction`, `sketch`,
/// `admission`, `placement`, `timerwheel`, `singleflight`, `lease`, `appendfile`, from the smallest
/// to the largest.
@NullMarked
package dev.orrery.primitives;

import org.jspecify.annotations.NullMarked;
