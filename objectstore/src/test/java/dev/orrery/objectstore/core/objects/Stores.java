package dev.orrery.objectstore.core.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.chunk.ChunkFiles;
import dev.orrery.objectstore.core.placement.RendezvousPlacement;
import dev.orrery.objectstore.core.store.SortedMapStore;
import dev.orrery.primitives.ports.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Small stores on a simulated disk: chunks of 64 bytes, pieces of 16, so that a short text spans
/// several of each.
final class Stores {
  static final Set<String> VOLUMES = Set.of("a", "b", "c");
  static final String BUCKET = "bucket";

  private Stores() {}

  static ObjectStore open(Disk disk) throws IOException {
    return new ObjectStore(
        new SortedMapStore(disk),
        new ChunkFiles(disk, 16),
        new RendezvousPlacement(VOLUMES),
        new ObjectStore.Settings(64, 10));
  }

  static ObjectStore withBucket(Disk disk) throws IOException {
    ObjectStore store = open(disk);
    if (store.buckets().isEmpty()) {
      store.createBucket(new BucketRecord(BUCKET, "me", 0));
    }
    return store;
  }

  static String md5(String text) {
    return HexFormat.of().formatHex(ChecksumAlgorithm.digest("MD5").digest(text.getBytes(UTF_8)));
  }

  static BlobWriter written(ObjectStore store, String text) throws IOException {
    BlobWriter bytes = store.write();
    try {
      bytes.append(ByteBuffer.wrap(text.getBytes(UTF_8)));
    } catch (IOException failed) {
      bytes.abandon();
      throw failed;
    }
    return bytes;
  }

  static void put(ObjectStore store, String key, String text, Precondition precondition)
      throws IOException {
    store.put(
        BUCKET,
        key,
        written(store, text),
        new NewObject(md5(text), Map.of(), Optional.empty()),
        precondition,
        0);
  }

  static void put(ObjectStore store, String key, String text) throws IOException {
    put(store, key, text, Precondition.NONE);
  }

  static String get(ObjectStore store, String key) throws IOException {
    try (OpenObject open = store.open(BUCKET, key)) {
      return read(open);
    }
  }

  static String read(OpenObject open) throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) open.object().size());
    open.read(0, all);
    return new String(all.array(), 0, all.position(), UTF_8);
  }
}
