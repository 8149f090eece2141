package dev.orrery.objectstore.lab.experiments;

import dev.orrery.objectstore.core.catalog.BucketRecord;
import dev.orrery.objectstore.core.chunk.ChunkFiles;
import dev.orrery.objectstore.core.objects.BlobWriter;
import dev.orrery.objectstore.core.objects.NewObject;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.objectstore.core.placement.RendezvousPlacement;
import dev.orrery.objectstore.core.store.SortedMapStore;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import dev.orrery.runtime.data.FileDisk;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What durability costs, by the size of an object: put as the store does, forcing bytes, name and
/// catalog, and on a disk that only pretends to force.
public final class ForcePolicy {
  private static final String NAME = "force-policy";
  private static final List<Integer> SIZES =
      List.of(1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20);
  private static final int MOST_OBJECTS = 150;
  private static final long BYTES_A_SIZE = 16L << 20;
  private static final int CHUNK_BYTES = 8 << 20;

  private ForcePolicy() {}

  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "From which size on does an object cost its bytes rather than its three forces? Predict the"
            + " MiB a second at 1 KiB and at 4 MiB, forced and not.",
        ForcePolicy::run);
  }

  private static List<String> run(Path folder) throws IOException {
    Path scratch = Files.createTempDirectory("orrery-force-policy");
    try {
      List<Double> x = new ArrayList<>();
      List<Double> forced = new ArrayList<>();
      List<Double> pretended = new ArrayList<>();
      List<String> findings = new ArrayList<>();
      for (int size : SIZES) {
        double safe = measure(new FileDisk(scratch.resolve("forced-" + size)), size);
        double fast =
            measure(new Pretending(new FileDisk(scratch.resolve("pretended-" + size))), size);
        x.add(size / 1024.0);
        forced.add(safe);
        pretended.add(fast);
        findings.add(
            String.format(
                Locale.ROOT,
                "%5d KiB: %8.1f MiB/s forced, %8.1f MiB/s not (%.0f objects a second forced)",
                size / 1024,
                safe,
                fast,
                safe * (1 << 20) / size));
      }
      Map<String, List<Double>> curves = new LinkedHashMap<>();
      curves.put("forced", forced);
      curves.put("not forced", pretended);
      new Chart("What durability costs", "object in KiB", "MiB a second", true, x, curves)
          .write(folder, NAME);
      return findings;
    } finally {
      delete(scratch);
    }
  }

  private static double measure(Disk disk, int size) throws IOException {
    try (ObjectStore store =
        new ObjectStore(
            new SortedMapStore(disk),
            new ChunkFiles(disk),
            new RendezvousPlacement(Set.of("volume-1", "volume-2")),
            new ObjectStore.Settings(CHUNK_BYTES, 1))) {
      store.createBucket(new BucketRecord("lab", "lab", 0));
      byte[] content = new byte[size];
      int count = Math.clamp(BYTES_A_SIZE / size, 2, MOST_OBJECTS);
      put(store, "warm-up", content);
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        put(store, "object-" + i, content);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return (double) count * size / (1 << 20) / seconds;
    }
  }

  private static void put(ObjectStore store, String key, byte[] content) throws IOException {
    BlobWriter bytes = store.write();
    bytes.append(ByteBuffer.wrap(content));
    store.put(
        "lab", key, bytes, new NewObject("", Map.of(), Optional.empty()), Precondition.NONE, 0);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// A disk that answers a force at once.
  private record Pretending(Disk right) implements Disk {
    @Override
    public DiskFile open(String name) throws IOException {
      DiskFile file = right.open(name);
      return new DiskFile() {
        @Override
        public long size() throws IOException {
          return file.size();
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
          file.append(bytes);
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
          return file.read(position, into);
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) throws IOException {
          file.truncate(size);
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    }

    @Override
    public boolean exists(String name) throws IOException {
      return right.exists(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
      return right.list(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      right.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
      right.delete(name);
    }

    @Override
    public void forceDirectory(String directory) {}
  }
}
