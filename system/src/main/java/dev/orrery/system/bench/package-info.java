/// Open-loop load.
@NullMarked
package dev.orrery.system.bench;

import org.jspecify.annotations.NullMarked;
