/// Which volume a chunk is written to: [dev.orrery.objectstore.core.placement.Placement], the swap
/// point `objectstore.placement`.
///
/// ```
///   three volumes          chunk 17 → a     chunk 18 → c     chunk 19 → b
///   a fourth, d            chunk 17 → a     chunk 18 → d     chunk 19 → b
///                                           └ the only kind of move there is
/// ```
///
/// A chunk is found again by what the catalog says, not by asking the placement: what is written
/// stays where it is when a volume is added. The law of few moves is what a later rebalancing would
/// pay: with it, one chunk in n + 1 is copied; with `number mod n` nearly all are.
@NullMarked
package dev.orrery.objectstore.core.placement;

import org.jspecify.annotations.NullMarked;
