@NullMarked
package dev.orrery.tracing.core.logs;

import org.jspecify.annotations.NullMarked;
