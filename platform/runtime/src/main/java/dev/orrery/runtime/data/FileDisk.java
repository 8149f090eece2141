package dev.orrery.runtime.data;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// The real [Disk]: a directory of the file system. Its calls hold the carrier thread: make them on
/// a platform thread.
public final class FileDisk implements Disk {
  private final Path root;

  /// Creates `root` where it is missing, durably.
  public FileDisk(Path root) throws IOException {
    Path existing = root.toAbsolutePath().normalize();
    while (!Files.exists(existing)) {
      existing = parentOf(existing);
    }
    Path highest = existing.toRealPath();
    this.root = Files.createDirectories(root).toRealPath();
    forceUpTo(highest, this.root);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Path file = resolve(name);
    Files.createDirectories(parentOf(file));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new OpenFile(channel, channel.size());
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(resolve(name));
  }

  @Override
  public List<String> list(String directory) throws IOException {
    Path folder = resolve(directory);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        resolve(from),
        resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(resolve(name));
  }

  /// Forces the directory and, since [#open(String)] may have created them, its parents up to the
  /// root.
  @Override
  public void forceDirectory(String directory) throws IOException {
    forceUpTo(root, resolve(directory));
  }

  /// Forces `folder` and every directory above it, `highest` the last.
  private static void forceUpTo(Path highest, Path folder) throws IOException {
    for (Path next = folder; next.startsWith(highest); next = parentOf(next)) {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private Path resolve(String name) {
    Path path = root.resolve(name).normalize();
    if (!path.startsWith(root)) {
      throw new IllegalArgumentException("outside the data directory: " + name);
    }
    return path;
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no parent directory: " + path);
    }
    return parent;
  }

  /// Appends go to `end`, which only the one writer moves.
  private static final class OpenFile implements DiskFile {
    private final FileChannel channel;
    private volatile long end;

    OpenFile(FileChannel channel, long end) {
      this.channel = channel;
      this.end = end;
    }

    @Override
    public long size() {
      return end;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer, by contract
    public void append(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      int total = 0;
      while (into.hasRemaining()) {
        int read = channel.read(into, position + total);
        if (read < 0) {
          return total == 0 ? -1 : total;
        }
        total += read;
      }
      return total;
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
      end = size;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
