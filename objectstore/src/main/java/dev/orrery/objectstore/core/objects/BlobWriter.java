package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Blob;
import dev.orrery.objectstore.core.chunk.ChunkId;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.chunk.ChunkWriter;
import dev.orrery.objectstore.core.placement.Placement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes on their way into chunks. They belong to nobody until they are handed to a call that makes
/// an object or a part of them; [#abandon()] before that frees them. Used by one thread at a time.
public final class BlobWriter {
  private final ChunkStore store;
  private final Placement placement;
  private final ChunkNumbers numbers;
  private final long chunkBytes;
  private final List<Blob.Chunk> sealed = new ArrayList<>();
  private @Nullable ChunkWriter current;
  private ChunkId id = new ChunkId("", 0);
  private long length;
  private volatile boolean handedOver;

  BlobWriter(ChunkStore store, Placement placement, ChunkNumbers numbers, long chunkBytes) {
    this.store = store;
    this.placement = placement;
    this.numbers = numbers;
    this.chunkBytes = chunkBytes;
  }

  /// Takes all remaining bytes of `bytes`.
  ///
  /// @throws IOException when the disk fails; the bytes are lost then
  public void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      ChunkWriter chunk = current;
      if (chunk == null) {
        long number = numbers.next();
        id = new ChunkId(placement.volumeFor(number), number);
        chunk = store.create(id);
        current = chunk;
        length = 0;
      }
      int count = (int) Math.min(bytes.remaining(), chunkBytes - length);
      chunk.append(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      length += count;
      if (length == chunkBytes) {
        sealCurrent();
      }
    }
  }

  private void sealCurrent() throws IOException {
    ChunkWriter chunk = current;
    if (chunk != null) {
      chunk.seal();
      sealed.add(new Blob.Chunk(id, length));
      current = null;
    }
  }

  /// Makes everything durable. The caller now answers for the chunks.
  Blob handOver() throws IOException {
    sealCurrent();
    handedOver = true;
    return new Blob(sealed);
  }

  /// Whether the bytes are no longer this writer's: handed over, or abandoned.
  public boolean isHandedOver() {
    return handedOver;
  }

  /// Frees what was written, as far as the disk lets it: what stays is swept at the next start.
  /// Does nothing after the bytes were handed over.
  public void abandon() {
    if (handedOver) {
      return;
    }
    handedOver = true;
    if (current != null) {
      current.abandon();
    }
    discard(store, new Blob(sealed));
  }

  /// Deletes sealed chunks that no row names.
  static void discard(ChunkStore store, Blob blob) {
    try {
      store.delete(blob.chunks().stream().map(Blob.Chunk::id).toList());
    } catch (IOException stays) {
      // The sweep at the next start finds it.
    }
  }
}
