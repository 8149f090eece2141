/// Byte strings, and what things weigh: the cache promises a bound on memory, so it must know what
/// a key, a member and the structures around them cost.
@NullMarked
package dev.orrery.cache.core.memory;

import org.jspecify.annotations.NullMarked;
