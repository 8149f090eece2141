package dev.orrery.objectstore.core.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A chunk that is being written, by one thread at a time. It ends in [#seal()] or [#abandon()].
public interface ChunkWriter {
  /// Takes all remaining bytes of `bytes`.
  void append(ByteBuffer bytes) throws IOException;

  /// Makes the chunk durable; once this returns it can be opened, and survives a crash.
  ///
  /// @throws IOException when the disk fails: the chunk must then not be counted on, and be
  ///   abandoned
  void seal() throws IOException;

  /// Gives the chunk up and frees its space, as far as the disk lets it; what stays is found by
  /// [ChunkStore#list(String)]. After [#seal()] it does nothing.
  void abandon();
}
