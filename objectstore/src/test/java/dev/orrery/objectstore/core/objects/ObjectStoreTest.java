package dev.orrery.objectstore.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private final CrashDisk disk = new CrashDisk(1);
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    store = Stores.withBucket(disk);
  }

  private int chunkFiles() {
    return Stores.VOLUMES.stream().mapToInt(volume -> disk.list("volumes/" + volume).size()).sum();
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    String text = "abcdefghij".repeat(50);
    Stores.put(store, "key", text);
    assertThat(Stores.get(store, "key")).isEqualTo(text);
    assertThat(chunkFiles()).isEqualTo(8);
  }

  @Test
  void anEmptyObjectHasNoChunk() throws IOException {
    Stores.put(store, "key", "");
    assertThat(Stores.get(store, "key")).isEmpty();
    assertThat(chunkFiles()).isZero();
  }

  @Test
  void aReaderSeesTheObjectItOpenedThoughItIsReplacedAndCollected() throws IOException {
    Stores.put(store, "key", "old".repeat(100));
    try (OpenObject open = store.open(Stores.BUCKET, "key")) {
      Stores.put(store, "key", "new");
      assertThat(store.collector().collect()).isZero();
      assertThat(Stores.read(open)).isEqualTo("old".repeat(100));
    }
    assertThat(store.collector().collect()).isPositive();
    assertThat(chunkFiles()).isEqualTo(1);
    assertThat(Stores.get(store, "key")).isEqualTo("new");
  }

  @Test
  void aReaderThatCameLaterHoldsNothingUp() throws IOException {
    Stores.put(store, "key", "old");
    OpenObject before = store.open(Stores.BUCKET, "key");
    Stores.put(store, "key", "new");
    assertThat(store.collector().collect()).isZero();
    try (OpenObject after = store.open(Stores.BUCKET, "key")) {
      before.close();
      assertThat(store.collector().collect()).isEqualTo(1);
      assertThat(Stores.read(after)).isEqualTo("new");
    }
  }

  @Test
  void ofTenThatCreateIfAbsentOneDoes() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
      List<Callable<Boolean>> attempts =
          IntStream.range(0, 10)
              .<Callable<Boolean>>mapToObj(i ->
                  () -> {
                    try {
                      Stores.put(store, "key", "text-" + i, Precondition.ABSENT);
                      return true;
                    } catch (ObjectStoreException.PreconditionFailed refused) {
                      return false;
                    }
                  })
              .toList();
      int created = 0;
      for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
        created += attempt.get() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    }
    assertThat(chunkFiles()).isEqualTo(1);
  }

  @Test
  void anEntityTagMustMatchToOverwriteAndTheRefusedBytesAreFreed() throws IOException {
    Stores.put(store, "key", "one");
    Precondition other =
        new Precondition(List.of("feed"), List.of(), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> Stores.put(store, "key", "two", other))
        .isInstanceOf(ObjectStoreException.PreconditionFailed.class);
    assertThat(chunkFiles()).isEqualTo(1);
    Precondition right =
        new Precondition(List.of(Stores.md5("one")), List.of(), Optional.empty(), Optional.empty());
    Stores.put(store, "key", "two", right);
    assertThat(Stores.get(store, "key")).isEqualTo("two");
  }

  @Test
  void aBucketWithObjectsIsNotDeleted() throws IOException {
    Stores.put(store, "key", "text");
    assertThatThrownBy(() -> store.deleteBucket(Stores.BUCKET))
        .isInstanceOf(ObjectStoreException.BucketNotEmpty.class);
    store.delete(Stores.BUCKET, "key", Precondition.NONE);
    store.deleteBucket(Stores.BUCKET);
    assertThatThrownBy(() -> Stores.put(store, "key", "text"))
        .isInstanceOf(ObjectStoreException.NoSuchBucket.class);
    assertThatThrownBy(
            () -> {
              store.createBucket(new BucketRecord("b", "me", 0));
              store.createBucket(new BucketRecord("b", "you", 0));
            })
        .isInstanceOf(ObjectStoreException.BucketExists.class);
  }

  @Test
  void aFlippedBitIsAnErrorAndNotOtherBytes() throws IOException {
    Stores.put(store, "key", "abcdefghij".repeat(5));
    String volume =
        Stores.VOLUMES.stream()
            .filter(name -> !disk.list("volumes/" + name).isEmpty())
            .findFirst()
            .orElseThrow();
    String file = "volumes/" + volume + "/" + disk.list("volumes/" + volume).getFirst();
    disk.flipBit(file, 30);
    assertThatThrownBy(() -> Stores.get(store, "key"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void aFailedForceRefusesTheObjectAndTheNextOneGoesOn() throws IOException {
    disk.failForce(1);
    assertThatThrownBy(() -> Stores.put(store, "key", "text")).isInstanceOf(IOException.class);
    disk.clearFaults();
    assertThatThrownBy(() -> Stores.get(store, "key"))
        .isInstanceOf(ObjectStoreException.NoSuchKey.class);
    Stores.put(store, "key", "text");
    assertThat(Stores.get(store, "key")).isEqualTo("text");
  }

  @Test
  void aFullDiskRefusesTheObjectAndFreesWhatItHadWritten() throws IOException {
    Stores.put(store, "small", "text");
    disk.limitTo(2_000);
    assertThatThrownBy(() -> Stores.put(store, "key", "abcdefghij".repeat(1_000)))
        .isInstanceOf(IOException.class);
    assertThat(Stores.get(store, "small")).isEqualTo("text");
    assertThat(chunkFiles()).isEqualTo(1);
  }
}
