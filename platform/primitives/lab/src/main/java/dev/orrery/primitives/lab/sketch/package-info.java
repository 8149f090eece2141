/// `primitives.sketch`: judges a [dev.orrery.primitives.sketch.FrequencySketch] against a map that
/// counts exactly.
@NullMarked
package dev.orrery.primitives.lab.sketch;

import org.jspecify.annotations.NullMarked;
