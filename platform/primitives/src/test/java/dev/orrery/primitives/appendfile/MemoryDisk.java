package dev.orrery.primitives.appendfile;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// A disk of one file, whose bytes a test may look at and replace.
final class MemoryDisk implements Disk {
  byte[] bytes;
  int forces;

  MemoryDisk(byte... bytes) {
    this.bytes = bytes.clone();
  }

  @Override
  public DiskFile open(String name) {
    return new OpenFile();
  }

  @Override
  public boolean exists(String name) {
    return true;
  }

  @Override
  public List<String> list(String directory) {
    return List.of();
  }

  @Override
  public void rename(String from, String to) {}

  @Override
  public void delete(String name) {}

  @Override
  public void forceDirectory(String directory) {}

  private final class OpenFile implements DiskFile {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void append(ByteBuffer appended) {
      int size = bytes.length;
      int length = appended.remaining();
      bytes = Arrays.copyOf(bytes, size + length);
      appended.get(bytes, size, length);
    }

    @Override
    public int read(long position, ByteBuffer into) {
      if (position >= bytes.length) {
        return -1;
      }
      int length = (int) Math.min(into.remaining(), bytes.length - position);
      into.put(bytes, (int) position, length);
      return length;
    }

    @Override
    public void force() {
      forces++;
    }

    @Override
    public void truncate(long size) {
      bytes = Arrays.copyOf(bytes, (int) size);
    }

    @Override
    public void close() {}
  }
}
