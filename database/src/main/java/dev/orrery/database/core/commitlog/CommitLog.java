package dev.orrery.database.core.commitlog;

import dev.orrery.primitives.appendfile.AppendFile;
import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.ports.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The segments of the log, and the one that is appended to.
///
/// Used by one thread. After an [IOException] the log takes nothing more.
public final class CommitLog implements Closeable {
  /// What the log is told at [#replay(long, Replayer)].
  @FunctionalInterface
  public interface Replayer {
    void replay(CommitRecord commit) throws IOException;
  }

  private static final String DIRECTORY = "log";

  private final Disk disk;
  private final long segmentBytes;

  /// First versions of all segments on disk.
  private final TreeSet<Long> segments = new TreeSet<>();

  private @Nullable AppendFile open;
  private long openBytes;

  /// @param segmentBytes a segment that has grown to this is closed and the next one begun
  public CommitLog(Disk disk, long segmentBytes) throws IOException {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    for (String name : disk.list(DIRECTORY)) {
      segments.add(Long.parseLong(name));
    }
  }

  /// Hands out every commit with a version above `after`, in order; to be called once, before the
  /// first append. All that was handed out is forced when this returns.
  ///
  /// @return a line for each stretch of damage found below the last forced byte
  public List<String> replay(long after, Replayer replayer) throws IOException {
    List<String> damage = new ArrayList<>();
    for (long segment : List.copyOf(segments)) {
      boolean last = segment == segments.last();
      Long next = segments.higher(segment);
      if (next != null && next <= after + 1) {
        continue; // all of it is in the store already
      }
      AppendFile file = new AppendFile(disk, name(segment));
      file.scan(
          0,
          new RecordFile.Visitor() {
            @Override
            public void record(long position, ByteBuffer payload) throws IOException {
              CommitRecord commit = CommitRecord.decode(payload);
              openBytes = position + payload.limit();
              if (commit.version() > after) {
                replayer.replay(commit);
              }
            }

            @Override
            public void damage(RecordFile.Damage found) {
              damage.add(
                  name(segment)
                      + ": "
                      + found.length()
                      + " bytes at "
                      + found.position()
                      + " cannot be read: "
                      + found.reason());
            }
          });
      if (last) {
        open = file;
      } else {
        file.close();
        openBytes = 0;
      }
    }
    return damage;
  }

  /// Appends without forcing.
  public void append(CommitRecord commit) throws IOException {
    if (open == null || openBytes >= segmentBytes) {
      roll(commit.version());
    }
    ByteBuffer payload = commit.encode();
    int bytes = payload.remaining();
    openBytes = current().append(payload) + bytes;
  }

  /// Makes all that was appended durable.
  public void force() throws IOException {
    if (open != null) {
      open.force();
    }
  }

  /// Deletes the segments of which every commit has at most this version; the open one is kept.
  public void releaseThrough(long version) throws IOException {
    boolean deleted = false;
    while (segments.size() > 1) {
      long first = segments.removeFirst();
      if (segments.first() > version + 1) {
        segments.add(first);
        break;
      }
      disk.delete(name(first));
      deleted = true;
    }
    if (deleted) {
      disk.forceDirectory(DIRECTORY);
    }
  }

  /// Segments on disk.
  public int segments() {
    return segments.size();
  }

  /// Forces and closes.
  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private void roll(long firstVersion) throws IOException {
    close();
    open = new AppendFile(disk, name(firstVersion));
    segments.add(firstVersion);
    openBytes = 0;
    disk.forceDirectory(DIRECTORY);
    disk.forceDirectory("");
  }

  private AppendFile current() {
    AppendFile file = open;
    if (file == null) {
      throw new IllegalStateException("no segment is open");
    }
    return file;
  }

  private static String name(long segment) {
    return "%s/%020d".formatted(DIRECTORY, segment);
  }
}
