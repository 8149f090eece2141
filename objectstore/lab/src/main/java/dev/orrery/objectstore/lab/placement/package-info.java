/// The contract of `objectstore.placement`, and placements that break it.
@NullMarked
package dev.orrery.objectstore.lab.placement;

import org.jspecify.annotations.NullMarked;
