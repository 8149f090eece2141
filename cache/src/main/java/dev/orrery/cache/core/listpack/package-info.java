/// Many short byte strings in one array: the lean form of small lists, hashes and sorted sets.
@NullMarked
package dev.orrery.cache.core.listpack;

import org.jspecify.annotations.NullMarked;
