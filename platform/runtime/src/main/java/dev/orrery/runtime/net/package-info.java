/// The event loops that everything in one JVM shares.
@NullMarked
package dev.orrery.runtime.net;

import org.jspecify.annotations.NullMarked;
