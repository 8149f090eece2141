@NullMarked
package dev.orrery.tracing.core.metrics;

import org.jspecify.annotations.NullMarked;
