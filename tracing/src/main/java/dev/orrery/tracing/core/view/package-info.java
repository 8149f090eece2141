/// Traces drawn for people: [dev.orrery.tracing.core.view.Waterfall] in text.
@NullMarked
package dev.orrery.tracing.core.view;

import org.jspecify.annotations.NullMarked;
