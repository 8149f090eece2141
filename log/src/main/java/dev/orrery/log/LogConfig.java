package dev.orrery.log;

import dev.orrery.log.core.group.CoordinatorOptions;
import dev.orrery.log.core.segment.SegmentOptions;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;

/// The log's configuration.
public record LogConfig(
    @Default("64MiB")
        @Range(min = 1 << 10, max = 1 << 30)
        @Doc("a segment longer than this is sealed and a new one begun")
        DataSize segmentSize,
    @Default("4KiB")
        @Range(min = 1, max = 1 << 20)
        @Doc("bytes of log between two index entries: what a lookup scans at most")
        DataSize indexInterval,
    @Default("168h")
        @Range(min = 1)
        @Doc("sealed segments whose records are all older than this are deleted")
        Duration retention,
    @Default("4GiB")
        @Range(min = 1)
        @Doc("of a partition, at most this much is kept, the active segment always")
        DataSize retentionSize,
    @Default("30s") @Range(min = 10, max = 3_600_000) @Doc("how often retention is looked after")
        Duration retentionInterval,
    @Default("4096") @Range(min = 1, max = 65_536) @Doc("partitions of all topics together")
        int maximumPartitions,
    @Default("4") @Range(min = 1, max = 256) @Doc("partitions of a topic created without a number")
        int defaultPartitions,
    @Default("4")
        @Range(min = 1, max = 64)
        @Doc("threads that append and force; each serves its share of the partitions")
        int writers,
    @Default("10000")
        @Range(min = 1, max = 1_000_000)
        @Doc("batches that wait for one writer; the next is refused with RESOURCE_EXHAUSTED")
        int writerQueue,
    @Default("2") @Range(min = 1, max = 64) @Doc("threads that read segment files") int readers,
    @Default("indexed") @Doc("how a partition is stored: indexed, or a class name") String segments,
    @Default("sticky") @Doc("who gets which partition: sticky, uniform, range, or a class name")
        String assignor,
    @Default("6s")
        @Range(min = 1, max = 3_600_000)
        @Doc("session time-out of a member that asks for none")
        Duration sessionTimeout,
    @Default("1s")
        @Range(min = 1, max = 3_600_000)
        @Doc("shortest session time-out that a member may ask for")
        Duration minimumSessionTimeout,
    @Default("60s")
        @Range(min = 1, max = 3_600_000)
        @Doc("longest session time-out that a member may ask for")
        Duration maximumSessionTimeout,
    @Default("30s")
        @Range(min = 1, max = 3_600_000)
        @Doc("how long a member may take to let go of a partition before it is fenced")
        Duration rebalanceTimeout,
    @Default("5m")
        @Range(min = 10, max = 86_400_000)
        @Doc("a fetch stream older than this ends with UNAVAILABLE")
        Duration streamMaximumAge) {
  public static LogConfig defaults() {
    return Configuration.empty().bind("log", LogConfig.class);
  }

  SegmentOptions segmentOptions() {
    return new SegmentOptions((int) segmentSize.bytes(), (int) indexInterval.bytes());
  }

  CoordinatorOptions coordinatorOptions() {
    return new CoordinatorOptions(
        Math.toIntExact(minimumSessionTimeout.toMillis()),
        Math.toIntExact(maximumSessionTimeout.toMillis()),
        Math.toIntExact(sessionTimeout.toMillis()),
        Math.toIntExact(rebalanceTimeout.toMillis()));
  }
}
