/// What the two protocols share: the threads on which files are touched, and the way a stream of
/// bytes takes into the core and out of it.
@NullMarked
package dev.orrery.objectstore.edge;

import org.jspecify.annotations.NullMarked;
