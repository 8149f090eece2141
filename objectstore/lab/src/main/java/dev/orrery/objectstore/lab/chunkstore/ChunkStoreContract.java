package dev.orrery.objectstore.lab.chunkstore;

import dev.orrery.objectstore.core.chunk.ChunkId;
import dev.orrery.objectstore.core.chunk.ChunkReader;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.chunk.ChunkWriter;
import dev.orrery.objectstore.core.chunk.DamagedChunkException;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// The laws of a chunk store.
public final class ChunkStoreContract {
  private static final int STEPS = 8;
  private static final int LARGEST = 150_000;
  private static final List<String> VOLUMES = List.of("volume-1", "volume-2");

  private ChunkStoreContract() {}

  private sealed interface Step {
    /// Writes a chunk of that many bytes in two appends, and seals it.
    record Write(String volume, int size) implements Step {
      @Override
      public String toString() {
        return "write " + size + " bytes to " + volume + " and seal";
      }
    }

    /// Begins a chunk and neither seals nor abandons it.
    record Begin(String volume, int size) implements Step {
      @Override
      public String toString() {
        return "begin a chunk on " + volume + " with " + size + " bytes";
      }
    }

    /// Deletes the chunk that was sealed that many chunks ago.
    record Delete(int back) implements Step {
      @Override
      public String toString() {
        return "delete the chunk " + back + " before the last";
      }
    }

    record Crash() implements Step {
      @Override
      public String toString() {
        return "crash";
      }
    }
  }

  /// A chunk, a stretch of it to be read, and a bit that the disk flips.
  private record Damage(int size, int from, int length, long bit) {
    @Override
    public String toString() {
      return "write "
          + size
          + " bytes; flip bit "
          + bit
          + " of the file; read "
          + length
          + " bytes from "
          + from
          + " on";
    }
  }

  public static Contract<ChunkStoreFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "sealed chunks survive crashes, byte for byte, until they are deleted",
            steps(),
            ChunkStoreContract::story,
            ChunkStoreContract::check),
        Law.of(
            "any stretch of a chunk is what was written there",
            stretches(),
            damage -> "write " + damage.size + "; read " + damage.length + " from " + damage.from,
            ChunkStoreContract::readsStretches),
        Law.of(
            "what the disk has damaged is refused, never handed out",
            stretches(),
            Damage::toString,
            ChunkStoreContract::noticesDamage));
  }

  private static Arbitrary<Integer> size() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(1, 300)),
        Tuple.of(1, Arbitraries.integers().between(1, LARGEST)));
  }

  private static Arbitrary<List<Step>> steps() {
    Arbitrary<String> volume = Arbitraries.of(VOLUMES);
    Arbitrary<Step> write = Combinators.combine(volume, size()).as(Step.Write::new);
    Arbitrary<Step> begin = Combinators.combine(volume, size()).as(Step.Begin::new);
    Arbitrary<Step> delete = Arbitraries.integers().between(0, 3).map(Step.Delete::new);
    Arbitrary<Step> crash = Arbitraries.create(Step.Crash::new);
    return Arbitraries.oneOf(List.of(write, write, begin, delete, crash))
        .list()
        .ofMinSize(1)
        .ofMaxSize(STEPS);
  }

  private static Arbitrary<Damage> stretches() {
    return Combinators.combine(
            Arbitraries.integers().between(1, LARGEST),
            Arbitraries.integers().between(0, LARGEST),
            Arbitraries.integers().between(1, LARGEST),
            Arbitraries.longs().between(0, Long.MAX_VALUE))
        .as((size, from, length, bit) -> new Damage(size, from % size, length, bit));
  }

  private static String story(List<Step> steps) {
    return steps.stream().map(Step::toString).collect(Collectors.joining("; "));
  }

  private static byte[] content(long number, int size) {
    byte[] bytes = new byte[size];
    new Random(number * 31 + size).nextBytes(bytes);
    return bytes;
  }

  private static ChunkWriter written(ChunkStore store, ChunkId id, byte[] content)
      throws IOException {
    ChunkWriter writer = store.create(id);
    writer.append(ByteBuffer.wrap(content, 0, content.length / 3));
    writer.append(
        ByteBuffer.wrap(content, content.length / 3, content.length - content.length / 3));
    return writer;
  }

  private static void check(ChunkStoreFactory factory, List<Step> steps) throws IOException {
    CrashDisk disk = new CrashDisk(steps.hashCode());
    ChunkStore store = factory.on(disk);
    Map<ChunkId, byte[]> sealed = new HashMap<>();
    Set<ChunkId> deleted = new HashSet<>();
    ChunkId[] order = new ChunkId[steps.size()];
    int count = 0;
    long number = 0;
    for (Step step : steps) {
      number++;
      switch (step) {
        case Step.Write write -> {
          ChunkId id = new ChunkId(write.volume, number);
          byte[] content = content(number, write.size);
          written(store, id, content).seal();
          sealed.put(id, content);
          order[count++] = id;
        }
        case Step.Begin begin -> {
          ChunkId id = new ChunkId(begin.volume, number);
          written(store, id, content(number, begin.size));
        }
        case Step.Delete delete -> {
          if (delete.back < count) {
            ChunkId id = order[count - 1 - delete.back];
            store.delete(List.of(id));
            sealed.remove(id);
            deleted.add(id);
          }
        }
        case Step.Crash() -> {
          disk = disk.crash();
          store = factory.on(disk);
        }
      }
      compare(store, sealed, deleted, step);
    }
  }

  private static void compare(
      ChunkStore store, Map<ChunkId, byte[]> sealed, Set<ChunkId> deleted, Step step)
      throws IOException {
    Set<ChunkId> listed = new HashSet<>();
    for (String volume : VOLUMES) {
      listed.addAll(store.list(volume));
    }
    for (Map.Entry<ChunkId, byte[]> chunk : sealed.entrySet()) {
      require(listed.contains(chunk.getKey()), "after " + step + " a sealed chunk is not listed");
      byte[] found = read(store, chunk.getKey(), 0, chunk.getValue().length + 1);
      require(
          Arrays.equals(found, chunk.getValue()),
          "after "
              + step
              + " a chunk of "
              + chunk.getValue().length
              + " bytes reads as "
              + found.length
              + " bytes that are not the same");
    }
    for (ChunkId gone : deleted) {
      require(!listed.contains(gone), "after " + step + " a deleted chunk is listed");
    }
  }

  /// Up to `length` bytes from `from` on.
  private static byte[] read(ChunkStore store, ChunkId id, long from, int length)
      throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    try (ChunkReader reader = store.open(id)) {
      int count = 0;
      while (into.hasRemaining() && count >= 0) {
        count = reader.read(from + into.position(), into);
        require(count != 0, "a read gives neither bytes nor the end");
      }
    }
    return Arrays.copyOf(into.array(), into.position());
  }

  private static void readsStretches(ChunkStoreFactory factory, Damage drawn) throws IOException {
    ChunkStore store = factory.on(new CrashDisk(1));
    ChunkId id = new ChunkId("volume-1", 7);
    byte[] content = content(7, drawn.size);
    written(store, id, content).seal();
    byte[] expected =
        Arrays.copyOfRange(content, drawn.from, Math.min(drawn.size, drawn.from + drawn.length));
    byte[] found = read(store, id, drawn.from, drawn.length);
    require(
        Arrays.equals(found, expected),
        "the " + expected.length + " bytes there read as " + found.length + " others");
  }

  private static void noticesDamage(ChunkStoreFactory factory, Damage drawn) throws IOException {
    CrashDisk disk = new CrashDisk(1);
    ChunkStore store = factory.on(disk);
    ChunkId id = new ChunkId("volume-1", 7);
    byte[] content = content(7, drawn.size);
    written(store, id, content).seal();
    String file = fileIn(disk, "");
    long size = disk.content(file).length;
    disk.flipBit(file, (drawn.bit / Byte.SIZE) % size, (int) (drawn.bit % Byte.SIZE));
    byte[] expected =
        Arrays.copyOfRange(content, drawn.from, Math.min(drawn.size, drawn.from + drawn.length));
    byte[] found;
    try {
      found = read(store, id, drawn.from, drawn.length);
    } catch (DamagedChunkException noticed) {
      return;
    }
    require(Arrays.equals(found, expected), "the flipped bit was handed out");
  }

  /// The one file on the disk.
  private static String fileIn(CrashDisk disk, String directory) throws IOException {
    List<String> names = disk.list(directory);
    if (names.isEmpty()) {
      return directory;
    }
    return fileIn(
        disk, directory.isEmpty() ? names.getFirst() : directory + "/" + names.getFirst());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
