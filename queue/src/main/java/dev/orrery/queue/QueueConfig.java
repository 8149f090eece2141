package dev.orrery.queue;

import dev.orrery.queue.core.journal.JournalOptions;
import dev.orrery.queue.edge.grpc.SettingsLimits;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;

/// The queue's configuration.
public record QueueConfig(
    @Default("256MiB")
        @Range(min = 1 << 10, max = 1L << 36)
        @Doc("bytes of all queues together; all messages are in memory too")
        DataSize maximumSize,
    @Default("100000")
        @Range(min = 1, max = 1_000_000)
        @Doc("messages of a queue that was created without a number")
        int queueMessages,
    @Default("64MiB")
        @Range(min = 1 << 10, max = 1L << 36)
        @Doc("bytes of a queue that was created without a number")
        DataSize queueSize,
    @Default("1000") @Range(min = 1, max = 10_000) @Doc("queues, and as many topics")
        int maximumQueues,
    @Default("100") @Range(min = 1, max = 1_000) @Doc("queues subscribed to one topic")
        int maximumSubscriptions,
    @Default("5m")
        @Range(min = 1, max = 86_400_000)
        @Doc("how long a deduplication id is remembered")
        Duration deduplicationWindow,
    @Default("10000") @Range(min = 1, max = 1_000_000) @Doc("deduplication ids of one queue")
        int deduplicationIds,
    @Default("indexed") @Doc("the books of a queue: indexed, or a class name") String ledger,
    @Default("exponential")
        @Doc("how long a failed message waits: exponential, linear, fixed, or a class name")
        String retry,
    @Default("1") @Doc("seed of the chance in the retry policy") long seed,
    @Default("16MiB")
        @Range(min = 1 << 12, max = 1 << 30)
        @Doc("a journal segment longer than this is sealed and a new one begun")
        DataSize segmentSize,
    @Default("64MiB") @Range(min = 1) @Doc("a journal shorter than this is not cleaned")
        DataSize cleanFrom,
    @Default("10000")
        @Range(min = 10, max = 1_000_000)
        @Doc("operations that wait for the disk; the next is refused with RESOURCE_EXHAUSTED")
        int inbox,
    @Default("50ms")
        @Range(min = 1, max = 60_000)
        @Doc("how soon acknowledgements and leases are forced to disk")
        Duration flushInterval,
    @Default("30m")
        @Range(min = 10, max = 86_400_000)
        @Doc("a consume stream older than this ends with UNAVAILABLE")
        Duration streamMaximumAge) {
  public static QueueConfig defaults() {
    return Configuration.empty().bind("queue", QueueConfig.class);
  }

  JournalOptions journalOptions() {
    return new JournalOptions(segmentSize.bytes(), cleanFrom.bytes(), deduplicationIds);
  }

  SettingsLimits limits() {
    return new SettingsLimits(queueMessages, queueSize.bytes(), maximumSize.bytes());
  }
}
