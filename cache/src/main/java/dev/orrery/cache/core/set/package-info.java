/// Sets: a sorted array of integers while small and all numbers, a hash table otherwise.
@NullMarked
package dev.orrery.cache.core.set;

import org.jspecify.annotations.NullMarked;
