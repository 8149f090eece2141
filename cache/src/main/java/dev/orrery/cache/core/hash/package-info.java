/// Hashes: a listpack of fields and values while small, a hash table from then on.
@NullMarked
package dev.orrery.cache.core.hash;

import org.jspecify.annotations.NullMarked;
