/// What the component keeps and how it is asked, free of any protocol.
@NullMarked
package dev.orrery.tracing.core;

import org.jspecify.annotations.NullMarked;
