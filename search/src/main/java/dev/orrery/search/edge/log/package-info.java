/// Follows the log: one thread a partition, which reads on from the offset that the index holds.
@NullMarked
package dev.orrery.search.edge.log;

import org.jspecify.annotations.NullMarked;
