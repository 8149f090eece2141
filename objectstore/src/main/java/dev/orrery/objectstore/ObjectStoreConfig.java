package dev.orrery.objectstore;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;
import java.util.List;

/// The keys below `objectstore.` in the configuration. Every key has a default.
public record ObjectStoreConfig(
    @Default("rendezvous") @Doc("rendezvous, or the name of a Placement class") String placement,
    @Default("files") @Doc("files, or the name of a ChunkStore class") String chunkstore,
    @Default("rocksdb") @Doc("rocksdb, or sorted-map") String catalog,
    @Default("4")
        @Range(min = 1, max = 64)
        @Doc("volumes that chunks are spread over; may be raised later, not lowered")
        int volumes,
    @Default("8MiB")
        @Range(min = 4_096, max = 1 << 30)
        @Doc("an object's bytes are cut into chunks of this size")
        DataSize chunkSize,
    @Default("5GiB") @Range(min = 1) @Doc("largest object, or part of one, in one request")
        DataSize maximumObjectSize,
    @Default("5MiB") @Range(min = 1) @Doc("smallest part of an upload, but for the last one")
        DataSize minimumPartSize,
    @Default("us-east-1") @Doc("region that presigned URLs name") String region,
    @Default("s3.localhost,localhost")
        @Doc("what follows a bucket's name in a virtual host, separated by commas")
        String domains,
    @Default("")
        @Doc("access key of one more pair of credentials; the file 'credentials' holds the others")
        String accessKey,
    @Default("") @Doc("its secret key") String secretKey,
    @Default("16MiB") @Doc("blocks RocksDB keeps in memory") DataSize cacheSize,
    @Default("8")
        @Range(min = 1, max = 256)
        @Doc("platform threads on which files are read and written")
        int fileThreads,
    @Default("1024") @Range(min = 1, max = 1_000_000) @Doc("calls that wait for them at once")
        int fileQueueLength,
    @Default("1000") @Range(min = 1, max = 100_000) @Doc("connections to the S3 port at once")
        int connections,
    @Default("5s")
        @Range(min = 10)
        @Doc("pause between two rounds of the collector of unused chunks")
        Duration collectEvery) {
  public static ObjectStoreConfig defaults() {
    return Configuration.empty().bind("objectstore", ObjectStoreConfig.class);
  }

  List<String> domainList() {
    return List.of(domains.split("\\s*,\\s*", -1));
  }
}
