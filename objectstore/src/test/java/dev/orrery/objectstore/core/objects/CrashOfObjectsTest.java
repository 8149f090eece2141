package dev.orrery.objectstore.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.objectstore.core.catalog.UploadRecord;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.disk.CrashTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Power cuts at any operation of the disk, recoveries included: what was acknowledged is there
/// byte for byte, what was not is there whole or not at all, and nothing is left lying about.
class CrashOfObjectsTest {
  private static final int KEYS = 6;
  private static final int OPERATIONS = 14;
  private static final String ABSENT = "";

  /// What each key may hold: one value, or two while the last change was not acknowledged.
  private static final class History {
    final Map<String, Set<String>> values = new HashMap<>();

    void attempt(String key, String value) {
      values.computeIfAbsent(key, first -> new HashSet<>(Set.of(ABSENT))).add(value);
    }

    void acknowledge(String key, String value) {
      values.put(key, new HashSet<>(Set.of(value)));
    }
  }

  private static final class Workload implements CrashTest.Subject<History> {
    @Override
    public History acknowledged() {
      return new History();
    }

    @Override
    public void work(Disk disk, History record, RandomGenerator random) throws IOException {
      ObjectStore store = Stores.withBucket(disk);
      for (int i = 0; i < OPERATIONS; i++) {
        String key = "key-" + random.nextInt(KEYS);
        switch (random.nextInt(6)) {
          case 0 -> delete(store, record, key);
          case 1 -> upload(store, record, key, random);
          case 2 -> store.collector().collect();
          case 3 -> Stores.written(store, text(random)).abandon();
          default -> {
            String text = text(random);
            record.attempt(key, text);
            Stores.put(store, key, text);
            record.acknowledge(key, text);
          }
        }
      }
      if (random.nextBoolean()) {
        store.close();
      }
    }

    private static String text(RandomGenerator random) {
      return Integer.toHexString(random.nextInt()).repeat(1 + random.nextInt(24));
    }

    private static void delete(ObjectStore store, History record, String key) throws IOException {
      record.attempt(key, ABSENT);
      store.delete(Stores.BUCKET, key, Precondition.NONE);
      record.acknowledge(key, ABSENT);
    }

    private static void upload(
        ObjectStore store, History record, String key, RandomGenerator random) throws IOException {
      String first = text(random) + "0123456789";
      String second = text(random);
      String upload =
          store
              .uploads()
              .create(
                  Stores.BUCKET,
                  key,
                  new UploadRecord(0, Map.of(), Optional.empty(), StoredChecksum.Type.COMPOSITE));
      var target = new MultipartUploads.Target(Stores.BUCKET, key, upload);
      putPart(store, target, 2, second);
      putPart(store, target, 1, first);
      if (random.nextInt(4) == 0) {
        store.uploads().abort(target);
        return;
      }
      record.attempt(key, first + second);
      store
          .uploads()
          .complete(
              target,
              List.of(
                  new MultipartUploads.ListedPart(1, Stores.md5(first), ""),
                  new MultipartUploads.ListedPart(2, Stores.md5(second), "")),
              "",
              Precondition.NONE,
              0);
      record.acknowledge(key, first + second);
    }

    private static void putPart(
        ObjectStore store, MultipartUploads.Target target, int number, String text)
        throws IOException {
      store.putPart(
          target,
          number,
          Stores.written(store, text),
          new MultipartUploads.NewPart(Stores.md5(text), "", 0));
    }

    @Override
    public void recover(Disk disk, History record) throws IOException {
      ObjectStore store = Stores.withBucket(disk);
      for (String volume : Stores.VOLUMES) {
        store.collector().sweep(volume);
      }
      while (store.collector().collect() > 0) {
        // until nothing is left to free
      }
      for (Map.Entry<String, Set<String>> key : record.values.entrySet()) {
        String found = ABSENT;
        try {
          found = Stores.get(store, key.getKey());
        } catch (ObjectStoreException.NoSuchKey absent) {
          // found stays empty
        }
        assertThat(found).as(key.getKey()).isIn(key.getValue());
        record.acknowledge(key.getKey(), found);
      }
      assertThat(filesOnDisk(disk)).as("chunk files").isEqualTo(chunksNamed(store));
    }

    private static Set<String> filesOnDisk(Disk disk) throws IOException {
      Set<String> files = new HashSet<>();
      for (String volume : Stores.VOLUMES) {
        disk.list("volumes/" + volume).forEach(name -> files.add(volume + "/" + name));
      }
      return files;
    }

    private static Set<String> chunksNamed(ObjectStore store) throws IOException {
      Set<String> named = new HashSet<>();
      var page = store.list(Stores.BUCKET, new ObjectListing.Query("", "", "", Integer.MAX_VALUE));
      for (ObjectListing.Entry entry : page.entries()) {
        if (entry instanceof ObjectListing.Entry.Key key) {
          key.object().blob().chunks().forEach(chunk -> named.add(chunk.id().toString()));
        }
      }
      List<MultipartUploads.Target> targets = new ArrayList<>();
      for (var listed : store.uploads().list(Stores.BUCKET, "", "", "", Integer.MAX_VALUE)) {
        targets.add(new MultipartUploads.Target(Stores.BUCKET, listed.key(), listed.upload()));
      }
      for (MultipartUploads.Target target : targets) {
        store
            .uploads()
            .parts(target)
            .values()
            .forEach(
                part -> part.blob().chunks().forEach(chunk -> named.add(chunk.id().toString())));
      }
      return named;
    }
  }

  @Test
  void losesNothingAcknowledgedInThreeHundredSchedules() {
    CrashTest.run(300, new Workload());
  }

  @Test
  @Tag("deep")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void losesNothingAcknowledgedInTenThousandSchedules() {
    CrashTest.run(10_000, new Workload());
  }
}
