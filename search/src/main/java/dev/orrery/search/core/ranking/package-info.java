/// The order of hits, and how the answers of several shards become one.
@NullMarked
package dev.orrery.search.core.ranking;

import org.jspecify.annotations.NullMarked;
