/// A message as it lies in a queue.
@NullMarked
package dev.orrery.queue.core.message;

import org.jspecify.annotations.NullMarked;
