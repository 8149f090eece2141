/// What all of the core shares: how it refuses.
@NullMarked
package dev.orrery.search.core;

import org.jspecify.annotations.NullMarked;
