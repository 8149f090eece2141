/// The contract of a [dev.orrery.queue.core.retry.RetryPolicy] and its wrong twins.
@NullMarked
package dev.orrery.queue.lab.retry;

import org.jspecify.annotations.NullMarked;
