package dev.orrery.primitives.ports;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file of a [Disk]. One writer at a time; reads may run beside it.
public interface DiskFile extends Closeable {
  /// Bytes, the unforced ones included.
  long size() throws IOException;

  /// Appends all remaining bytes of `bytes` at the end.
  void append(ByteBuffer bytes) throws IOException;

  /// Reads into the remaining space of `into` from `position`; returns how many bytes were read, -1
  /// at or past the end.
  int read(long position, ByteBuffer into) throws IOException;

  /// Makes every byte appended so far, and the size, survive a crash. See [Disk] for a failure's
  /// meaning.
  void force() throws IOException;

  /// Cuts the file to `size` bytes, at most its present size. Durable after [#force()].
  void truncate(long size) throws IOException;
}
