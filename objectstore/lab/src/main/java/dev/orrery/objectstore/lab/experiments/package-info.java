/// Things to see.
@NullMarked
package dev.orrery.objectstore.lab.experiments;

import org.jspecify.annotations.NullMarked;
