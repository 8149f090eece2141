package dev.orrery.objectstore.core.catalog;

import dev.orrery.objectstore.core.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;

/// Bytes as a list of sealed chunks.
public record Blob(List<Chunk> chunks) {
  public static final Blob EMPTY = new Blob(List.of());

  /// @param length in bytes, at least 1
  public record Chunk(ChunkId id, long length) {}

  public Blob {
    chunks = List.copyOf(chunks);
  }

  public long size() {
    return chunks.stream().mapToLong(Chunk::length).sum();
  }

  /// This one's bytes and then the other's.
  public Blob concat(Blob more) {
    List<Chunk> all = new ArrayList<>(chunks);
    all.addAll(more.chunks);
    return new Blob(all);
  }
}
