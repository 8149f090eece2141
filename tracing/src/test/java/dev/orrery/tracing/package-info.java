@NullMarked
package dev.orrery.tracing;

import org.jspecify.annotations.NullMarked;
