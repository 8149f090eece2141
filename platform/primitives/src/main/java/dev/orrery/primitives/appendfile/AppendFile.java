package dev.orrery.primitives.appendfile;

import dev.orrery.primitives.appendfile.FrameReader.Broken;
import dev.orrery.primitives.appendfile.FrameReader.Found;
import dev.orrery.primitives.appendfile.FrameReader.Intact;
import dev.orrery.primitives.appendfile.FrameReader.Mark;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Records in checksummed frames, and marks that say how far the file is durable. The package's
/// page tells the format and the recovery.
///
/// Thread-safe. `appending` guards the end of the file and is held for a write; `forcing` is held
/// for a flush, so that appends go on meanwhile and the callers that wait for it share the next
/// one.
public final class AppendFile implements RecordFile {
  /// The largest record, in bytes.
  public static final int MAXIMUM_RECORD_BYTES = Frame.MAXIMUM_PAYLOAD_BYTES;

  /// What opening found.
  ///
  /// @param records how many can be read
  /// @param damage stretches that were durable and cannot be read any more
  /// @param cutBytes bytes behind the durable part that were no whole record and are gone
  public record Recovery(long records, List<Damage> damage, long cutBytes) {
    public Recovery {
      damage = List.copyOf(damage);
    }
  }

  private final DiskFile file;
  private final Recovery recovery;

  private final ReentrantLock forcing = new ReentrantLock();
  private final ReentrantLock appending = new ReentrantLock();

  /// End of the file; guarded by `appending`.
  private long end;

  /// End of the last record; guarded by `appending`.
  private long recordsEnd;

  /// All below is durable; written under both locks.
  private volatile long durableEnd;

  /// Why the file takes no more writes; guarded by `appending`.
  private @Nullable IOException broken;

  /// Opens and recovers `name`, or creates it.
  public AppendFile(Disk disk, String name) throws IOException {
    boolean created = !disk.exists(name);
    file = disk.open(name);
    if (created) {
      disk.forceDirectory(name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "");
    }
    recovery = recover();
  }

  /// What opening found.
  public Recovery recovery() {
    return recovery;
  }

  private Recovery recover() throws IOException {
    long size = file.size();
    RecoveryScan scan = new RecoveryScan();
    scan.run(new FrameReader(file, size), size);
    end = scan.cutAt(size);
    recordsEnd = scan.recordsEnd();
    durableEnd = scan.durableEnd();
    if (end < size) {
      file.truncate(end);
    }
    // What is handed out from now on must not be lost by the next crash.
    if (end < size || durableEnd < recordsEnd) {
      file.force();
      durableEnd = recordsEnd;
      mark(recordsEnd);
    }
    return new Recovery(scan.records(), scan.damage(), size - end);
  }

  @Override
  public long append(ByteBuffer payload) throws IOException {
    if (payload.remaining() > MAXIMUM_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "a record of "
              + payload.remaining()
              + " bytes; at most "
              + MAXIMUM_RECORD_BYTES
              + " are allowed");
    }
    appending.lock();
    try {
      long position = end;
      write(Frame.encode(position, Frame.RECORD, payload));
      recordsEnd = end;
      return position;
    } finally {
      appending.unlock();
    }
  }

  @Override
  public void force() throws IOException {
    long wanted = appendedEnd();
    if (durableEnd >= wanted) {
      return;
    }
    forcing.lock();
    try {
      if (durableEnd >= wanted) {
        return; // somebody else's flush, begun after our append, took it along
      }
      failIfBroken();
      long reached = appendedEnd();
      flush();
      markDurable(reached);
    } finally {
      forcing.unlock();
    }
  }

  private void markDurable(long reached) throws IOException {
    appending.lock();
    try {
      durableEnd = reached;
      mark(reached);
    } finally {
      appending.unlock();
    }
  }

  private long appendedEnd() {
    appending.lock();
    try {
      return recordsEnd;
    } finally {
      appending.unlock();
    }
  }

  private void failIfBroken() throws IOException {
    appending.lock();
    try {
      refuseIfBroken();
    } finally {
      appending.unlock();
    }
  }

  private boolean usable() {
    appending.lock();
    try {
      return broken == null;
    } finally {
      appending.unlock();
    }
  }

  private void mark(long durablePosition) throws IOException {
    write(Frame.mark(end, durablePosition));
  }

  private void write(ByteBuffer frame) throws IOException {
    refuseIfBroken();
    int length = frame.remaining();
    try {
      file.append(frame);
    } catch (IOException failure) {
      broken = failure;
      throw failure;
    }
    end += length;
  }

  private void flush() throws IOException {
    try {
      file.force();
    } catch (IOException failure) {
      appending.lock();
      try {
        broken = failure;
      } finally {
        appending.unlock();
      }
      throw failure;
    }
  }

  private void refuseIfBroken() throws IOException {
    if (broken != null) {
      throw new IOException(
          "the file takes no more writes since the disk failed: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void scan(long position, Visitor visitor) throws IOException {
    long until = appendedEnd();
    FrameReader reader = new FrameReader(file, until);
    for (long at = position; at < until; ) {
      Found found = reader.next(at);
      at = found.end();
      switch (found) {
        case Intact record -> visitor.record(record.position(), record.payload());
        case Broken bytes ->
            visitor.damage(new Damage(bytes.position(), bytes.length(), bytes.reason()));
        case Mark mark -> {}
      }
    }
  }

  /// Forces what was appended and closes the file.
  @Override
  public void close() throws IOException {
    try (file) {
      if (usable()) {
        force();
        flush();
      }
    }
  }
}
