package dev.orrery.database;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;

/// The keys below `database.` in the configuration. Every key has a default.
public record DatabaseConfig(
    @Default("rocksdb") @Doc("rocksdb, sorted-map, or the name of an OrderedStore class")
        String store,
    @Default("backward") @Doc("backward, or the name of a ConflictValidator class")
        String validator,
    @Default("60s") @Range(min = 100) @Doc("how long an overwritten version stays readable")
        Duration retention,
    @Default("20ms")
        @Range(min = 1, max = 10_000)
        @Doc("an asynchronous commit is forced to disk at most this much later")
        Duration maximumAsyncDelay,
    @Default("16MiB") @Range(min = 4_096, max = 1 << 30) @Doc("size of a segment of the commit log")
        DataSize segmentSize,
    @Default("64MiB")
        @Range(min = 4_096)
        @Doc("written to the log before the store is flushed and the log cut behind it")
        DataSize checkpointSize,
    @Default("64MiB") @Doc("blocks RocksDB keeps in memory") DataSize cacheSize,
    @Default("256")
        @Range(min = 1, max = 10_000)
        @Doc("commits that one flush of the log may serve")
        int maximumGroup,
    @Default("4096") @Range(min = 1, max = 1_000_000) @Doc("commits waiting at once")
        int commitQueueLength,
    @Default("64MiB") @Range(min = 8 << 20) @Doc("bytes of commits waiting at once")
        DataSize commitQueueSize,
    @Default("4") @Range(min = 1, max = 256) @Doc("platform threads that read the store")
        int readThreads,
    @Default("1024") @Range(min = 1, max = 1_000_000) @Doc("reads waiting at once")
        int readQueueLength,
    @Default("1000") @Range(min = 1, max = 1_000_000) @Doc("versions pinned by snapshots at once")
        int maximumSnapshots) {
  public static DatabaseConfig defaults() {
    return Configuration.empty().bind("database", DatabaseConfig.class);
  }
}
