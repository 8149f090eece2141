/// The lab of the cache: the contract of the whole component and of its sorted list, their wrong
/// twins, an exercise, and experiments.
@NullMarked
package dev.orrery.cache.lab;

import org.jspecify.annotations.NullMarked;
