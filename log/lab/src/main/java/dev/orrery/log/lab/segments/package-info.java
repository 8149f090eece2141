/// The contract of a [dev.orrery.log.core.segment.SegmentedLog], a second, simpler log that keeps
/// it, and that log's wrong twins.
@NullMarked
package dev.orrery.log.lab.segments;

import org.jspecify.annotations.NullMarked;
