/// `primitives.placement`: judges a [dev.orrery.primitives.placement.KeyPlacement] by where a few
/// hundred keys go, and how many of them move.
@NullMarked
package dev.orrery.primitives.lab.placement;

import org.jspecify.annotations.NullMarked;
