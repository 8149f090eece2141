package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Blob;
import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.objectstore.core.catalog.Catalog;
import dev.orrery.objectstore.core.catalog.CatalogLocks;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.catalog.Records;
import dev.orrery.objectstore.core.catalog.Rows;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.placement.Placement;
import dev.orrery.objectstore.core.store.Change;
import dev.orrery.objectstore.core.store.OrderedStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Buckets of objects: the core in one class. The package's page tells the write path.
///
/// Thread-safe. Every call may block on the disk, and throws an [IOException] when that fails;
/// refusals are [ObjectStoreException]s.
public final class ObjectStore implements Closeable {
  private final Catalog catalog;
  private final CatalogLocks locks = new CatalogLocks();
  private final ChunkStore chunks;
  private final Placement placement;
  private final Settings settings;
  private final ChunkNumbers numbers;
  private final ReadLeases leases = new ReadLeases();
  private final MultipartUploads uploads;
  private final Collector collector;

  /// @param chunkBytes an object's bytes are cut into chunks of this size
  /// @param minimumPartBytes of every part of an upload but the last
  public record Settings(long chunkBytes, long minimumPartBytes) {}

  /// Opens what an earlier instance left in the store and the chunks, which are this one's from now
  /// on.
  public ObjectStore(OrderedStore store, ChunkStore chunks, Placement placement, Settings settings)
      throws IOException {
    this.catalog = new Catalog(store);
    this.chunks = chunks;
    this.placement = placement;
    this.settings = settings;
    this.numbers = new ChunkNumbers(catalog.nextEpoch());
    this.collector = new Collector(catalog, chunks, leases, numbers.first());
    this.uploads =
        new MultipartUploads(
            catalog,
            locks,
            () -> String.format("%016x", numbers.next()),
            settings.minimumPartBytes());
  }

  /// Why nothing can be changed any more; empty as long as all is well.
  public Optional<String> failure() {
    return catalog.failure();
  }

  public Collector collector() {
    return collector;
  }

  public MultipartUploads uploads() {
    return uploads;
  }

  // ---- buckets

  /// @throws ObjectStoreException.BucketExists when there is one of that name, whoever's it is
  public void createBucket(BucketRecord bucket) throws IOException {
    locks.withBuckets(() -> {
      Optional<BucketRecord> present = catalog.bucket(bucket.name());
      if (present.isPresent()) {
        throw new ObjectStoreException.BucketExists(bucket.name(), present.get().owner());
      }
      catalog.commit(List.of(new Change.Put(Rows.bucket(bucket.name()), Records.of(bucket))));
      return bucket;
    });
  }

  /// Deletes an empty bucket, and aborts the uploads to it.
  public void deleteBucket(String name) throws IOException {
    locks.withBuckets(() -> {
      BucketRecord bucket = bucket(name);
      if (catalog.hasObjects(name)) {
        throw new ObjectStoreException.BucketNotEmpty(name);
      }
      List<Change> changes = new ArrayList<>();
      changes.add(new Change.Remove(Rows.bucket(name)));
      uploads.dropAll(name, changes);
      catalog.commit(changes);
      return bucket;
    });
  }

  /// @throws ObjectStoreException.NoSuchBucket when there is none
  public BucketRecord bucket(String name) throws IOException {
    return catalog.bucket(name).orElseThrow(() -> new ObjectStoreException.NoSuchBucket(name));
  }

  /// Every bucket, in the order of names.
  public List<BucketRecord> buckets() throws IOException {
    return catalog.buckets();
  }

  // ---- objects

  /// Begins to write bytes, to be handed to [#put] or to a part of an upload.
  public BlobWriter write() {
    return new BlobWriter(chunks, placement, numbers, settings.chunkBytes());
  }

  /// Makes an object of what was written: durable, and seen by all, once this returns. An object
  /// that stands under the key is replaced. If it throws, there is no such object, and the bytes
  /// are freed; only when the disk fails in the last step both are open until the next start.
  public ObjectRecord put(
      String bucket,
      String key,
      BlobWriter bytes,
      NewObject attributes,
      Precondition precondition,
      long nowMillis)
      throws IOException {
    return put(
        bucket,
        key,
        bytes,
        blob ->
            new ObjectRecord(
                blob,
                attributes.etag(),
                nowMillis,
                attributes.headers(),
                attributes.checksum(),
                List.of(),
                ""),
        precondition);
  }

  @FunctionalInterface
  private interface Making {
    ObjectRecord of(Blob blob);
  }

  private ObjectRecord put(
      String bucket, String key, BlobWriter bytes, Making making, Precondition precondition)
      throws IOException {
    Blob blob = handOver(bytes);
    try {
      return locks.withKey(
          bucket,
          key,
          () -> {
            bucket(bucket);
            Optional<ObjectRecord> present = catalog.object(bucket, key);
            precondition.require(key, present);
            ObjectRecord object = making.of(blob);
            List<Change> changes = new ArrayList<>();
            Catalog.hold(blob, changes);
            present.ifPresent(replaced -> Catalog.drop(replaced.blob(), changes));
            changes.add(new Change.Put(Rows.object(bucket, key), Records.of(object)));
            catalog.commit(changes);
            return object;
          });
    } catch (ObjectStoreException refused) {
      BlobWriter.discard(chunks, blob);
      throw refused;
    }
  }

  private static Blob handOver(BlobWriter bytes) throws IOException {
    try {
      return bytes.handOver();
    } catch (IOException failed) {
      bytes.abandon();
      throw failed;
    }
  }

  /// Takes what was written as a part of an upload; as [#put].
  ///
  /// @return the part's entity tag
  public String putPart(
      MultipartUploads.Target target, int number, BlobWriter bytes, MultipartUploads.NewPart part)
      throws IOException {
    Blob blob = handOver(bytes);
    try {
      return uploads.putPart(target, number, blob, part);
    } catch (ObjectStoreException refused) {
      BlobWriter.discard(chunks, blob);
      throw refused;
    }
  }

  /// What is known of an object.
  public ObjectRecord head(String bucket, String key) throws IOException {
    Optional<ObjectRecord> object = catalog.object(bucket, key);
    if (object.isEmpty()) {
      bucket(bucket);
      throw new ObjectStoreException.NoSuchKey(key);
    }
    return object.get();
  }

  /// Opens an object to read its bytes.
  public OpenObject open(String bucket, String key) throws IOException {
    long lease = leases.begin();
    try {
      return new OpenObject(head(bucket, key), chunks, () -> leases.end(lease));
    } catch (IOException | RuntimeException failed) {
      leases.end(lease);
      throw failed;
    }
  }

  /// Deletes an object; that there is none is no error.
  public void delete(String bucket, String key, Precondition precondition) throws IOException {
    locks.withKey(
        bucket,
        key,
        () -> {
          bucket(bucket);
          Optional<ObjectRecord> present = catalog.object(bucket, key);
          precondition.require(key, present);
          if (present.isPresent()) {
            List<Change> changes = new ArrayList<>();
            Catalog.drop(present.get().blob(), changes);
            changes.add(new Change.Remove(Rows.object(bucket, key)));
            catalog.commit(changes);
          }
          return key;
        });
  }

  public ObjectListing.Page list(String bucket, ObjectListing.Query query) throws IOException {
    bucket(bucket);
    return ObjectListing.page(catalog, bucket, query);
  }

  /// Closes the catalog. No call may be under way.
  @Override
  public void close() throws IOException {
    catalog.close();
  }
}
