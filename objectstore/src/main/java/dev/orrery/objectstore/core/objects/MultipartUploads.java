package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Blob;
import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.objectstore.core.catalog.Catalog;
import dev.orrery.objectstore.core.catalog.CatalogLocks;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.catalog.PartRecord;
import dev.orrery.objectstore.core.catalog.Records;
import dev.orrery.objectstore.core.catalog.Rows;
import dev.orrery.objectstore.core.catalog.UploadRecord;
import dev.orrery.objectstore.core.store.Bytes;
import dev.orrery.objectstore.core.store.Change;
import dev.orrery.objectstore.core.store.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/// Uploads in parts: begun, given parts in any order by any number of connections, and completed in
/// one instant, or aborted.
///
/// ```
///   create ──▶ upload row
///   put part 2, part 1, part 2 again ──▶ a row each; the replaced part's chunks become garbage
///   complete [1, 2] ──▶ one batch: the object's row holds the parts' chunks, upload and parts go
/// ```
///
/// Completing moves no byte. Done again, it answers as before, since the object remembers the
/// upload it came from: a client that lost the answer may repeat. Thread-safe.
public final class MultipartUploads {
  public static final int MAXIMUM_PARTS = 10_000;

  /// An upload, by what a client names.
  public record Target(String bucket, String key, String upload) {}

  /// @param etag MD5 of the bytes in hexadecimal
  /// @param checksum of the upload's algorithm in base64; empty when there is none
  public record NewPart(String etag, String checksum, long nowMillis) {}

  /// A part as the client lists it to complete.
  ///
  /// @param checksum in base64; empty when the client gives none
  public record ListedPart(int number, String etag, String checksum) {}

  /// @param key where the object will stand
  public record Listed(String key, String upload, UploadRecord record) {}

  private final Catalog catalog;
  private final CatalogLocks locks;
  private final Supplier<String> names;
  private final long minimumPartBytes;

  /// @param names gives a name that was never given before
  MultipartUploads(
      Catalog catalog, CatalogLocks locks, Supplier<String> names, long minimumPartBytes) {
    this.catalog = catalog;
    this.locks = locks;
    this.names = names;
    this.minimumPartBytes = minimumPartBytes;
  }

  /// Begins an upload, and returns its name.
  public String create(String bucket, String key, UploadRecord record) throws IOException {
    String upload = names.get();
    return locks.withUpload(
        upload,
        () -> {
          requireBucket(bucket);
          catalog.commit(
              List.of(new Change.Put(Rows.upload(bucket, key, upload), Records.of(record))));
          return upload;
        });
  }

  private BucketRecord requireBucket(String bucket) throws IOException {
    return catalog.bucket(bucket).orElseThrow(() -> new ObjectStoreException.NoSuchBucket(bucket));
  }

  /// @throws ObjectStoreException.NoSuchUpload when there is none
  public UploadRecord upload(Target target) throws IOException {
    requireBucket(target.bucket());
    return catalog
        .upload(target.bucket(), target.key(), target.upload())
        .orElseThrow(() -> new ObjectStoreException.NoSuchUpload(target.upload()));
  }

  String putPart(Target target, int number, Blob blob, NewPart part) throws IOException {
    return locks.withUpload(
        target.upload(),
        () -> {
          upload(target);
          List<Change> changes = new ArrayList<>();
          Catalog.hold(blob, changes);
          catalog
              .part(target.upload(), number)
              .ifPresent(replaced -> Catalog.drop(replaced.blob(), changes));
          PartRecord record = new PartRecord(blob, part.etag(), part.nowMillis(), part.checksum());
          changes.add(new Change.Put(Rows.part(target.upload(), number), Records.of(record)));
          catalog.commit(changes);
          return part.etag();
        });
  }

  /// The parts of an upload, by number.
  public SortedMap<Integer, PartRecord> parts(Target target) throws IOException {
    upload(target);
    return catalog.parts(target.upload());
  }

  /// Makes the object of the listed parts; parts not listed are dropped.
  ///
  /// @param listed at least one, ascending
  /// @param checksum of the whole object in base64, to be compared; empty when the client gives
  ///   none
  public ObjectRecord complete(
      Target target,
      List<ListedPart> listed,
      String checksum,
      Precondition precondition,
      long nowMillis)
      throws IOException {
    return locks.withUpload(
        target.upload(),
        () -> {
          requireBucket(target.bucket());
          Optional<UploadRecord> upload =
              catalog.upload(target.bucket(), target.key(), target.upload());
          if (upload.isEmpty()) {
            return completedBefore(target);
          }
          SortedMap<Integer, PartRecord> parts = catalog.parts(target.upload());
          ObjectRecord object =
              new Assembly(upload.get(), parts, minimumPartBytes)
                  .object(listed, checksum, target.upload(), nowMillis);
          return locks.withKey(
              target.bucket(),
              target.key(),
              () -> commit(target, object, listed, parts, precondition));
        });
  }

  private ObjectRecord completedBefore(Target target) throws IOException {
    return catalog
        .object(target.bucket(), target.key())
        .filter(object -> object.upload().equals(target.upload()))
        .orElseThrow(() -> new ObjectStoreException.NoSuchUpload(target.upload()));
  }

  private ObjectRecord commit(
      Target target,
      ObjectRecord object,
      List<ListedPart> listed,
      SortedMap<Integer, PartRecord> parts,
      Precondition precondition)
      throws IOException {
    Optional<ObjectRecord> present = catalog.object(target.bucket(), target.key());
    precondition.require(target.key(), present);
    List<Change> changes = new ArrayList<>();
    present.ifPresent(replaced -> Catalog.drop(replaced.blob(), changes));
    List<Integer> taken = listed.stream().map(ListedPart::number).toList();
    parts.forEach((number, part) -> {
      if (!taken.contains(number)) {
        Catalog.drop(part.blob(), changes);
      }
      changes.add(new Change.Remove(Rows.part(target.upload(), number)));
    });
    changes.add(new Change.Remove(Rows.upload(target.bucket(), target.key(), target.upload())));
    changes.add(new Change.Put(Rows.object(target.bucket(), target.key()), Records.of(object)));
    catalog.commit(changes);
    return object;
  }

  /// Ends an upload and frees its parts.
  public void abort(Target target) throws IOException {
    locks.withUpload(
        target.upload(),
        () -> {
          upload(target);
          List<Change> changes = new ArrayList<>();
          drop(target, changes);
          catalog.commit(changes);
          return target;
        });
  }

  private void drop(Target target, List<Change> changes) throws IOException {
    catalog
        .parts(target.upload())
        .forEach((number, part) -> {
          Catalog.drop(part.blob(), changes);
          changes.add(new Change.Remove(Rows.part(target.upload(), number)));
        });
    changes.add(new Change.Remove(Rows.upload(target.bucket(), target.key(), target.upload())));
  }

  /// Adds the changes that end all uploads to a bucket. The caller is alone with the buckets.
  void dropAll(String bucket, List<Change> changes) throws IOException {
    for (Listed listed : list(bucket, "", "", "", Integer.MAX_VALUE)) {
      drop(new Target(bucket, listed.key(), listed.upload()), changes);
    }
  }

  /// Uploads under way, by key and then by name.
  ///
  /// @param prefix of the keys
  /// @param afterKey only uploads to later keys, or to this one with a later name
  /// @param afterUpload empty: none of `afterKey` itself
  public List<Listed> list(
      String bucket, String prefix, String afterKey, String afterUpload, int limit)
      throws IOException {
    requireBucket(bucket);
    Bytes rows = Rows.uploads(bucket);
    Bytes first = rows.concat(Bytes.utf8(prefix));
    Bytes start = first;
    if (!afterKey.isEmpty()) {
      Bytes marker =
          afterUpload.isEmpty()
              ? rows.concat(Bytes.utf8(afterKey + "\0")).afterPrefix()
              : Rows.upload(bucket, afterKey, afterUpload).next();
      start = marker.compareTo(first) > 0 ? marker : first;
    }
    List<Listed> found = new ArrayList<>();
    try (Cursor cursor = catalog.scan(start, first.afterPrefix())) {
      while (found.size() < limit && cursor.next()) {
        String[] names =
            cursor.key().slice(rows.length(), cursor.key().length()).text().split("\0", 2);
        found.add(new Listed(names[0], names[1], Records.upload(cursor.value())));
      }
    }
    return found;
  }
}
