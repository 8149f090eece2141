@NullMarked
package dev.orrery.tracing.core.trace;

import org.jspecify.annotations.NullMarked;
