package dev.orrery.system.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Notices saves of one file by looking at it now and then.
///
/// Editors save in many ways: they write in place, or write another file and rename it, or move the
/// old one away first, so that for a moment there is none. To a look it is all the same: another
/// time, length or identity than was judged. A save counts once two looks in a row saw the same, so
/// that a file is not taken half written, and an empty file counts as none: an editor has cut it
/// and is about to write. (A [java.nio.file.WatchService] would be told sooner on Linux, by a few
/// hundredths of a second, and later elsewhere, by seconds.)
final class FileWatch {
  private record Stamp(FileTime modified, long size, @Nullable Object identity) {}

  private final Path file;
  private Optional<Stamp> judged = Optional.empty();
  private Optional<Stamp> seen = Optional.empty();

  /// Begins with the file as it is: that is no save.
  FileWatch(Path file) throws IOException {
    this.file = file;
    take();
  }

  /// The file as it is now is judged anyway; only what comes after is a save.
  void take() throws IOException {
    judged = look();
    seen = judged;
  }

  /// One look: whether there is a save that was not reported before.
  boolean saved() throws IOException {
    Optional<Stamp> now = look();
    boolean settled = now.isPresent() && now.equals(seen) && !now.equals(judged);
    seen = now;
    if (settled) {
      judged = now;
    }
    return settled;
  }

  private Optional<Stamp> look() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size() == 0
          ? Optional.empty()
          : Optional.of(
              new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
    } catch (NoSuchFileException betweenTwoNames) {
      return Optional.empty();
    }
  }
}
