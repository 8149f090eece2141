package dev.orrery.log.broker;

import dev.orrery.log.core.group.Assignor;
import dev.orrery.log.core.group.CoordinatorOptions;
import dev.orrery.log.core.segment.SegmentOptions;
import dev.orrery.log.core.segment.SegmentedLog;

/// What a broker is made with.
///
/// @param retentionMillis sealed segments older than this are deleted
/// @param retentionBytes of a partition, at most this much is kept
/// @param writerQueue batches that may wait for one writer
public record BrokerOptions(
    SegmentedLog.Opener opener,
    SegmentOptions segments,
    Assignor assignor,
    CoordinatorOptions coordinator,
    long retentionMillis,
    long retentionBytes,
    long retentionIntervalMillis,
    int maximumPartitions,
    int writers,
    int writerQueue,
    int readers) {}
