/// The swap point `cache.sorted-list`.
@NullMarked
package dev.orrery.cache.lab.sortedlist;

import org.jspecify.annotations.NullMarked;
