package dev.orrery.objectstore.core.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A sealed chunk, open for reading by one thread at a time.
public interface ChunkReader extends Closeable {
  /// Reads at least one byte, at most what `into` has room for, from `offset` on.
  ///
  /// @return how many bytes, or -1 at or behind the chunk's end
  /// @throws DamagedChunkException when the bytes there are not those that were written
  int read(long offset, ByteBuffer into) throws IOException;
}
