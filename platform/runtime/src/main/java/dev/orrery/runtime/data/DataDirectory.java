package dev.orrery.runtime.data;

import dev.orrery.primitives.ports.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One instance's directory, locked against a second process and marked with its format version.
///
/// Layout: `lock` (held while open), `version` (the format's number in decimal), `files/` (the
/// component's own, through [#disk()]). Closing releases the lock; the operating system does so
/// when the process dies.
public final class DataDirectory implements AutoCloseable {
  /// The format of everything below a data directory; raised when a release can no longer read an
  /// older one.
  public static final int FORMAT_VERSION = 1;

  private final Path path;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private final FileDisk disk;

  private DataDirectory(Path path, FileChannel lockChannel, FileLock lock, FileDisk disk) {
    this.path = path;
    this.lockChannel = lockChannel;
    this.lock = lock;
    this.disk = disk;
  }

  /// Opens and locks `path`, creating it when missing.
  ///
  /// @throws IOException with a sentence for people: when another process holds it, when it was
  ///   written by a newer release, or when it cannot be written
  public static DataDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel, path);
      checkVersion(path);
      return new DataDirectory(path, channel, lock, new FileDisk(path.resolve("files")));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static FileLock tryLock(FileChannel channel, Path path) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldHere) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          "the data directory "
              + path
              + " is in use by another running instance; stop it, or choose another with --data");
    }
    return lock;
  }

  private static void checkVersion(Path path) throws IOException {
    Path file = path.resolve("version");
    if (!Files.exists(file)) {
      Files.writeString(file, FORMAT_VERSION + "\n");
      return;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (!text.equals(String.valueOf(FORMAT_VERSION))) {
      throw new IOException(
          "the data directory "
              + path
              + " has format version '"
              + text
              + "', this release reads "
              + FORMAT_VERSION);
    }
  }

  public Path path() {
    return path;
  }

  /// The component's own files.
  public Disk disk() {
    return disk;
  }

  /// Where the component's own files lie, for an engine that opens files by itself.
  public Path files() {
    return path.resolve("files");
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockChannel.close();
  }
}
