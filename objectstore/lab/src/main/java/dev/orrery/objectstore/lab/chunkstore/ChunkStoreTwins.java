package dev.orrery.objectstore.lab.chunkstore;

import dev.orrery.objectstore.core.chunk.ChunkFiles;
import dev.orrery.objectstore.core.chunk.ChunkId;
import dev.orrery.objectstore.core.chunk.ChunkReader;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.chunk.ChunkWriter;
import dev.orrery.objectstore.core.chunk.DamagedChunkException;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/// Chunk stores that are wrong in one place each.
final class ChunkStoreTwins {
  private ChunkStoreTwins() {}

  static List<WrongTwin<ChunkStoreFactory>> all() {
    return List.of(
        twin(
            "lazy-seal",
            "sealing forces neither bytes nor name",
            disk -> new ChunkFiles(new MeddlingDisk(disk, true, true))),
        twin(
            "nameless",
            "sealing forces the bytes, but not the name they are found under",
            disk -> new ChunkFiles(new MeddlingDisk(disk, false, true))),
        twin(
            "hollow",
            "sealing forces the name, but not the bytes",
            disk -> new ChunkFiles(new MeddlingDisk(disk, true, false))),
        twin("unchecked", "has no checksums", Unchecked::new),
        twin(
            "deaf-to-deletes",
            "deletes only chunks with even numbers",
            disk -> new DeafToDeletes(new ChunkFiles(disk))),
        twin(
            "off-by-a-piece",
            "reads behind the first piece begin one byte early",
            disk -> new OffByAPiece(new ChunkFiles(disk))));
  }

  private static WrongTwin<ChunkStoreFactory> twin(
      String name, String mistake, ChunkStoreFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  /// A disk on which a force is not what it says.
  private record MeddlingDisk(Disk right, boolean skipsBytes, boolean skipsNames) implements Disk {
    @Override
    public DiskFile open(String name) throws IOException {
      DiskFile file = right.open(name);
      return skipsBytes ? new UnforcedFile(file) : file;
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
    public void forceDirectory(String directory) throws IOException {
      if (!skipsNames) {
        right.forceDirectory(directory);
      }
    }
  }

  private record UnforcedFile(DiskFile right) implements DiskFile {
    @Override
    public long size() throws IOException {
      return right.size();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      right.append(bytes);
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return right.read(position, into);
    }

    @Override
    public void force() {}

    @Override
    public void truncate(long size) throws IOException {
      right.truncate(size);
    }

    @Override
    public void close() throws IOException {
      right.close();
    }
  }

  /// The bytes as they are, one file a chunk.
  private record Unchecked(Disk disk) implements ChunkStore {
    private static String file(ChunkId id) {
      return "volumes/" + id;
    }

    @Override
    public ChunkWriter create(ChunkId id) throws IOException {
      DiskFile file = disk.open(file(id));
      return new ChunkWriter() {
        @Override
        public void append(ByteBuffer bytes) throws IOException {
          file.append(bytes);
        }

        @Override
        public void seal() throws IOException {
          file.force();
          disk.forceDirectory("volumes/" + id.volume());
        }

        @Override
        public void abandon() {}
      };
    }

    @Override
    public ChunkReader open(ChunkId id) throws IOException {
      if (!disk.exists(file(id))) {
        throw new DamagedChunkException(id, "is missing");
      }
      DiskFile file = disk.open(file(id));
      return new ChunkReader() {
        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
          return file.read(offset, into);
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    }

    @Override
    public void delete(Collection<ChunkId> ids) throws IOException {
      new ChunkFiles(disk).delete(ids);
    }

    @Override
    public List<ChunkId> list(String volume) throws IOException {
      return new ChunkFiles(disk).list(volume);
    }
  }

  /// A right store; each twin overrides what it does wrong.
  private static class Right implements ChunkStore {
    final ChunkStore right;

    Right(ChunkStore right) {
      this.right = right;
    }

    @Override
    public ChunkWriter create(ChunkId id) throws IOException {
      return right.create(id);
    }

    @Override
    public ChunkReader open(ChunkId id) throws IOException {
      return right.open(id);
    }

    @Override
    public void delete(Collection<ChunkId> ids) throws IOException {
      right.delete(ids);
    }

    @Override
    public List<ChunkId> list(String volume) throws IOException {
      return right.list(volume);
    }
  }

  private static final class DeafToDeletes extends Right {
    DeafToDeletes(ChunkStore right) {
      super(right);
    }

    @Override
    public void delete(Collection<ChunkId> ids) throws IOException {
      right.delete(ids.stream().filter(id -> id.number() % 2 == 0).toList());
    }
  }

  private static final class OffByAPiece extends Right {
    OffByAPiece(ChunkStore right) {
      super(right);
    }

    @Override
    public ChunkReader open(ChunkId id) throws IOException {
      ChunkReader reader = right.open(id);
      return new ChunkReader() {
        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
          return reader.read(offset > ChunkFiles.PIECE_BYTES ? offset - 1 : offset, into);
        }

        @Override
        public void close() throws IOException {
          reader.close();
        }
      };
    }
  }
}
