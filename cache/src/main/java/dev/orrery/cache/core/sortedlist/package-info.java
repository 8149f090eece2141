/// Sorted lists: members in the order of their scores, found by member, by score and by rank.
///
/// Two implementations of one interface: a [dev.orrery.cache.core.sortedlist.SkipList], logarithmic
/// in everything, and a [dev.orrery.cache.core.sortedlist.SortedArray], leaner and linear in
/// insertion. Yours is the third: the contract `cache.sorted-list` judges it.
@NullMarked
package dev.orrery.cache.core.sortedlist;

import org.jspecify.annotations.NullMarked;
