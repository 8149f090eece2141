/// Things to see.
@NullMarked
package dev.orrery.search.lab.experiments;

import org.jspecify.annotations.NullMarked;
