package dev.orrery.objectstore.core.catalog;

import dev.orrery.objectstore.core.chunk.ChunkId;
import dev.orrery.objectstore.core.store.Bytes;
import dev.orrery.objectstore.core.store.Change;
import dev.orrery.objectstore.core.store.Cursor;
import dev.orrery.objectstore.core.store.OrderedStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of the ordered store as records. Thread-safe; the calls block.
public final class Catalog implements Closeable {
  private final OrderedStore store;
  private volatile @Nullable String failure;

  public Catalog(OrderedStore store) {
    this.store = store;
  }

  /// Why a commit failed; empty as long as none has. Every later one is refused.
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /// Applies all or nothing, durably.
  ///
  /// @throws IOException when the medium fails or has failed before: whether the changes are there
  ///   is then known after a restart
  public void commit(List<Change> changes) throws IOException {
    String before = failure;
    if (before != null) {
      throw new IOException("the catalog takes no more changes since the disk failed: " + before);
    }
    try {
      store.commit(changes);
    } catch (IOException failed) {
      failure = String.valueOf(failed.getMessage());
      throw failed;
    }
  }

  public Optional<BucketRecord> bucket(String name) throws IOException {
    Optional<Bytes> value = store.get(Rows.bucket(name));
    return value.isPresent() ? Optional.of(Records.bucket(value.get())) : Optional.empty();
  }

  /// Every bucket, in the order of names.
  public List<BucketRecord> buckets() throws IOException {
    List<BucketRecord> buckets = new ArrayList<>();
    try (Cursor cursor = store.scan(Rows.BUCKETS, Rows.BUCKETS.afterPrefix())) {
      while (cursor.next()) {
        buckets.add(Records.bucket(cursor.value()));
      }
    }
    return buckets;
  }

  public Optional<ObjectRecord> object(String bucket, String key) throws IOException {
    Optional<Bytes> value = store.get(Rows.object(bucket, key));
    return value.isPresent() ? Optional.of(Records.object(value.get())) : Optional.empty();
  }

  public boolean hasObjects(String bucket) throws IOException {
    Bytes first = Rows.objects(bucket);
    try (Cursor cursor = store.scan(first, first.afterPrefix())) {
      return cursor.next();
    }
  }

  public Optional<UploadRecord> upload(String bucket, String key, String upload)
      throws IOException {
    Optional<Bytes> value = store.get(Rows.upload(bucket, key, upload));
    return value.isPresent() ? Optional.of(Records.upload(value.get())) : Optional.empty();
  }

  public Optional<PartRecord> part(String upload, int number) throws IOException {
    Optional<Bytes> value = store.get(Rows.part(upload, number));
    return value.isPresent() ? Optional.of(Records.part(value.get())) : Optional.empty();
  }

  /// All parts of an upload, at most 10,000, by number.
  public SortedMap<Integer, PartRecord> parts(String upload) throws IOException {
    SortedMap<Integer, PartRecord> parts = new TreeMap<>();
    Bytes first = Rows.parts(upload);
    try (Cursor cursor = store.scan(first, first.afterPrefix())) {
      while (cursor.next()) {
        parts.put(Rows.partNumber(cursor.key()), Records.part(cursor.value()));
      }
    }
    return parts;
  }

  public Cursor scan(Bytes start, Bytes end) throws IOException {
    return store.scan(start, end);
  }

  /// Whether an object or a part holds the chunk.
  public boolean isHeld(ChunkId chunk) throws IOException {
    return store.get(Rows.held(chunk.number())).isPresent();
  }

  /// Some chunks that nobody holds.
  public List<ChunkId> garbage(int atMost) throws IOException {
    List<ChunkId> garbage = new ArrayList<>();
    try (Cursor cursor = store.scan(Rows.GARBAGE, Rows.GARBAGE.afterPrefix())) {
      while (garbage.size() < atMost && cursor.next()) {
        garbage.add(new ChunkId(cursor.value().text(), Rows.chunk(cursor.key())));
      }
    }
    return garbage;
  }

  /// Adds the changes by which the chunks of a blob become held.
  public static void hold(Blob blob, List<Change> changes) {
    for (Blob.Chunk chunk : blob.chunks()) {
      changes.add(new Change.Put(Rows.held(chunk.id().number()), Bytes.utf8(chunk.id().volume())));
    }
  }

  /// Adds the changes by which the chunks of a blob become garbage.
  public static void drop(Blob blob, List<Change> changes) {
    for (Blob.Chunk chunk : blob.chunks()) {
      changes.add(new Change.Remove(Rows.held(chunk.id().number())));
      changes.add(
          new Change.Put(Rows.garbage(chunk.id().number()), Bytes.utf8(chunk.id().volume())));
    }
  }

  /// Counts this start, durably: 1 for the first one.
  public int nextEpoch() throws IOException {
    Optional<Bytes> last = store.get(Rows.EPOCH);
    int epoch = last.isPresent() ? Integer.parseInt(last.get().text()) + 1 : 1;
    commit(List.of(new Change.Put(Rows.EPOCH, Bytes.utf8(String.valueOf(epoch)))));
    return epoch;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
