/// From the records of a log to documents: which topic, which event, which of its fields.
@NullMarked
package dev.orrery.search.core.feed;

import org.jspecify.annotations.NullMarked;
