package dev.orrery.primitives.lab.appendfile;

import dev.orrery.primitives.appendfile.AppendFile;
import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/// Record files that are wrong in one way each.
final class RecordFileTwins {
  private RecordFileTwins() {}

  static List<WrongTwin<RecordFileFactory>> all() {
    return List.of(
        twin(
            "trusting",
            "trusts the length, without a checksum",
            (disk, name) -> new Plain(disk, name, false, true)),
        twin(
            "axe",
            "cuts at the first bad record, forced or not",
            (disk, name) -> new Plain(disk, name, true, true)),
        twin(
            "sloppy",
            "leaves a torn tail in place and appends behind it",
            (disk, name) -> new Plain(disk, name, true, false)),
        twin("forceless", "says forced, and does not", Forceless::new),
        twin("silent", "reports no damage", Silent::new));
  }

  private static WrongTwin<RecordFileFactory> twin(
      String name, String mistake, RecordFileFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  /// Length, checksum, payload; the first record that is not right is the end.
  private static final class Plain implements RecordFile {
    private static final int HEADER_BYTES = 8;
    private final DiskFile file;
    private final boolean checks;

    Plain(Disk disk, String name, boolean checks, boolean cuts) throws IOException {
      this.file = disk.open(name);
      this.checks = checks;
      long end = walk(0, new Ignoring());
      if (cuts) {
        file.truncate(end);
      }
    }

    @Override
    public long append(ByteBuffer payload) throws IOException {
      long position = file.size();
      ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.remaining());
      frame.putInt(payload.remaining()).putInt(checksum(payload)).put(payload);
      file.append(frame.flip());
      return position;
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void scan(long position, Visitor visitor) throws IOException {
      walk(position, visitor);
    }

    private long walk(long from, Visitor visitor) throws IOException {
      long position = from;
      while (file.size() - position >= HEADER_BYTES) {
        ByteBuffer header = read(position, HEADER_BYTES);
        int length = header.getInt(0);
        if (length < 0 || length > file.size() - position - HEADER_BYTES) {
          break;
        }
        ByteBuffer payload = read(position + HEADER_BYTES, length);
        if (checks && checksum(payload) != header.getInt(4)) {
          break;
        }
        visitor.record(position, payload);
        position += HEADER_BYTES + length;
      }
      return position;
    }

    private ByteBuffer read(long position, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining() && file.read(position + bytes.position(), bytes) >= 0) {}
      return bytes.flip();
    }

    private static int checksum(ByteBuffer payload) {
      CRC32C crc = new CRC32C();
      crc.update(payload.duplicate());
      return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private static final class Ignoring implements RecordFile.Visitor {
    @Override
    public void record(long position, ByteBuffer payload) {}

    @Override
    public void damage(RecordFile.Damage damage) {}
  }

  /// Right, but for what the twins override.
  private static class Right implements RecordFile {
    private final RecordFile right;

    Right(Disk disk, String name) throws IOException {
      right = new AppendFile(disk, name);
    }

    @Override
    public long append(ByteBuffer payload) throws IOException {
      return right.append(payload);
    }

    @Override
    public void force() throws IOException {
      right.force();
    }

    @Override
    public void scan(long position, Visitor visitor) throws IOException {
      right.scan(position, visitor);
    }

    @Override
    public void close() throws IOException {
      right.close();
    }
  }

  private static final class Forceless extends Right {
    Forceless(Disk disk, String name) throws IOException {
      super(disk, name);
    }

    @Override
    public void force() {}
  }

  private static final class Silent extends Right {
    Silent(Disk disk, String name) throws IOException {
      super(disk, name);
    }

    @Override
    public void scan(long position, Visitor visitor) throws IOException {
      super.scan(
          position,
          new Visitor() {
            @Override
            public void record(long at, ByteBuffer payload) throws IOException {
              visitor.record(at, payload);
            }

            @Override
            public void damage(Damage damage) {}
          });
    }
  }
}
