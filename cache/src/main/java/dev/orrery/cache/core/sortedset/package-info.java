/// Sorted sets: commands over [dev.orrery.cache.core.sortedlist.SortedList], which the gRPC
/// contract shares; a listpack while small, a skip list from then on.
@NullMarked
package dev.orrery.cache.core.sortedset;

import org.jspecify.annotations.NullMarked;
