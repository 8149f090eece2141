/// What the broker must remember beside the records: topics, producer ids, groups and their
/// committed offsets. It is kept in logs of the same kind, keyed, the last value of a key counting.
/// Kafka does the same with `__cluster_metadata` and `__consumer_offsets`: a log needs no second
/// storage engine to remember things.
@NullMarked
package dev.orrery.log.core.state;

import org.jspecify.annotations.NullMarked;
