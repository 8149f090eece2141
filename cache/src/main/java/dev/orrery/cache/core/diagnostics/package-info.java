/// Watching the server at work: the slow log keeps the commands that took long, MONITOR shows every
/// command as it comes.
@NullMarked
package dev.orrery.cache.core.diagnostics;

import org.jspecify.annotations.NullMarked;
