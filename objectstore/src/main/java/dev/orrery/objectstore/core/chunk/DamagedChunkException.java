package dev.orrery.objectstore.core.chunk;

import java.io.IOException;

/// A chunk, or a piece of one, is not what was written: it is missing, or its checksum is wrong.
/// The rest of the chunk, and every other one, may be sound.
public final class DamagedChunkException extends IOException {
  private static final long serialVersionUID = 1;

  public DamagedChunkException(ChunkId chunk, String what) {
    super("chunk " + chunk + ": " + what);
  }
}
