/// What a queue promised when it was created.
@NullMarked
package dev.orrery.queue.core.definition;

import org.jspecify.annotations.NullMarked;
