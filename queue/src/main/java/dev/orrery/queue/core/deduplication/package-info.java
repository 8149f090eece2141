/// Which messages were sent already. A sender whose answer was lost sends again under the same
/// deduplication id; within the window the queue keeps the first and answers with its id, also when
/// that one has long been received and acknowledged.
@NullMarked
package dev.orrery.queue.core.deduplication;

import org.jspecify.annotations.NullMarked;
