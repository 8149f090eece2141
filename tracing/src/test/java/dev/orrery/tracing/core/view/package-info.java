@NullMarked
package dev.orrery.tracing.core.view;

import org.jspecify.annotations.NullMarked;
