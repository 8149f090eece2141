package dev.orrery.dns.core.registry;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Numbers that only grow, also across restarts and crashes.
///
/// The file `fencing-tokens` holds the **high-water mark**: no token up to it may be handed out by
/// a later life. It is 20 octets: the magic `ORRYTOK1`, the mark (8 octets), and the CRC-32C of
/// these sixteen. A block of tokens is reserved by writing the new mark into `fencing-tokens.next`,
/// forcing it, renaming it over the old file and forcing the directory; only then the first token
/// of the block is given.
///
/// Not thread-safe.
public final class FencingTokens {
  /// Tokens a block; one forced write for each so many registrations.
  public static final int BLOCK = 1_000;

  private static final String FILE = "fencing-tokens";
  private static final String NEXT_FILE = "fencing-tokens.next";
  private static final long MAGIC = 0x4f52_5259_544f_4b31L;
  private static final int BODY = 16;
  private static final int LENGTH = BODY + Integer.BYTES;

  private final Disk disk;
  private long last;
  private long reserved;
  private boolean broken;

  private FencingTokens(Disk disk, long mark) {
    this.disk = disk;
    this.last = mark;
    this.reserved = mark;
  }

  /// Continues behind the mark on `disk`; a disk without one begins at token 1.
  ///
  /// @throws IOException when the mark is unreadable. There is no going on then: to begin again at
  ///   1 would hand out tokens twice.
  public static FencingTokens open(Disk disk) throws IOException {
    return new FencingTokens(disk, disk.exists(FILE) ? read(disk) : 0);
  }

  /// The next token, larger than every one before it.
  ///
  /// @throws IOException when a block could not be reserved; nothing is known of the disk then, so
  ///   no further token is given
  public long next() throws IOException {
    if (broken) {
      throw new IOException(
          "fencing tokens could not be made durable before; restart the registry");
    }
    if (last == reserved) {
      reserve(reserved + BLOCK);
    }
    return ++last;
  }

  private void reserve(long mark) throws IOException {
    broken = true;
    try (DiskFile file = disk.open(NEXT_FILE)) {
      file.truncate(0);
      file.append(encode(mark));
      file.force();
    }
    disk.rename(NEXT_FILE, FILE);
    disk.forceDirectory("");
    reserved = mark;
    broken = false;
  }

  private static ByteBuffer encode(long mark) {
    ByteBuffer octets = ByteBuffer.allocate(LENGTH).putLong(MAGIC).putLong(mark);
    return octets.putInt(checksum(octets)).flip();
  }

  private static long read(Disk disk) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(LENGTH);
    try (DiskFile file = disk.open(FILE)) {
      while (octets.hasRemaining() && file.read(octets.position(), octets) > 0) {
        // read until the file ends or the buffer is full
      }
    }
    if (octets.hasRemaining()
        || octets.getLong(0) != MAGIC
        || octets.getInt(BODY) != checksum(octets)) {
      throw new IOException(
          "the file fencing-tokens is damaged; restore it from a copy, or delete the data directory"
              + " once no resource remembers a token of this registry");
    }
    return octets.getLong(Long.BYTES);
  }

  private static int checksum(ByteBuffer octets) {
    CRC32C checksum = new CRC32C();
    checksum.update(octets.slice(0, BODY));
    return (int) checksum.getValue();
  }
}
