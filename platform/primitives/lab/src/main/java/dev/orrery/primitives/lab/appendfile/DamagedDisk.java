package dev.orrery.primitives.lab.appendfile;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// A disk of one file in memory, which remembers how much of it was forced and whose bytes can be
/// spoilt.
final class DamagedDisk implements Disk {
  private byte[] bytes = new byte[0];
  private boolean exists;
  private boolean forceFails;
  private int forcedSize;

  byte[] bytes() {
    return bytes;
  }

  int forcedSize() {
    return forcedSize;
  }

  /// Cuts the file, as a crash may do behind the forced size.
  void cut(int size) {
    bytes = Arrays.copyOf(bytes, size);
  }

  void flipBit(int bit) {
    bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
  }

  /// From now on no force succeeds.
  void failForces() {
    forceFails = true;
  }

  @Override
  public DiskFile open(String name) {
    exists = true;
    return new OpenFile();
  }

  @Override
  public boolean exists(String name) {
    return exists;
  }

  @Override
  public List<String> list(String directory) {
    return exists ? List.of("file") : List.of();
  }

  @Override
  public void rename(String from, String to) {
    throw new UnsupportedOperationException("this disk has one file");
  }

  @Override
  public void delete(String name) {
    throw new UnsupportedOperationException("this disk has one file");
  }

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
    public void force() throws IOException {
      if (forceFails) {
        throw new IOException("the disk is broken");
      }
      forcedSize = bytes.length;
    }

    @Override
    public void truncate(long size) {
      cut((int) size);
      forcedSize = Math.min(forcedSize, bytes.length);
    }

    @Override
    public void close() {}
  }
}
