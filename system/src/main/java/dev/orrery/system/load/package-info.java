/// Bringing in a social graph and posts, and comparing every timeline with a reference.
@NullMarked
package dev.orrery.system.load;

import org.jspecify.annotations.NullMarked;
