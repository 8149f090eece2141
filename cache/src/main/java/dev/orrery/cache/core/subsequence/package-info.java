/// LCS: what two strings have in common, in order.
@NullMarked
package dev.orrery.cache.core.subsequence;

import org.jspecify.annotations.NullMarked;
