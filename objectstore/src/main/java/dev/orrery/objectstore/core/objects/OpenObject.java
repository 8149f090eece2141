package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Blob;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.chunk.ChunkReader;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.chunk.DamagedChunkException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An object as it was when it was opened, whatever becomes of its key meanwhile. Used by one
/// thread at a time; to be closed.
public final class OpenObject implements Closeable {
  private final ObjectRecord object;
  private final ChunkStore chunks;
  private final Runnable ended;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable ChunkReader reader;
  private int open = -1;

  OpenObject(ObjectRecord object, ChunkStore chunks, Runnable ended) {
    this.object = object;
    this.chunks = chunks;
    this.ended = ended;
  }

  public ObjectRecord object() {
    return object;
  }

  /// Fills `into` with the bytes from `offset` on, as far as there are any.
  ///
  /// @throws DamagedChunkException when they cannot be read any more
  public void read(long offset, ByteBuffer into) throws IOException {
    long start = 0;
    for (int i = 0; i < object.blob().chunks().size() && into.hasRemaining(); i++) {
      Blob.Chunk chunk = object.blob().chunks().get(i);
      long end = start + chunk.length();
      long at = offset + into.position();
      if (at < end) {
        readChunk(i, at - start, end - at, into);
      }
      start = end;
    }
  }

  private void readChunk(int index, long from, long available, ByteBuffer into) throws IOException {
    ChunkReader chunk = reader(index);
    int count = (int) Math.min(available, into.remaining());
    int end = into.position() + count;
    int limit = into.limit();
    long at = from;
    into.limit(end);
    while (into.hasRemaining()) {
      int read = chunk.read(at, into);
      if (read < 0) {
        throw new DamagedChunkException(
            object.blob().chunks().get(index).id(), "ends at byte " + at);
      }
      at += read;
    }
    into.limit(limit);
  }

  private ChunkReader reader(int index) throws IOException {
    ChunkReader present = reader;
    if (present != null && open == index) {
      return present;
    }
    if (present != null) {
      reader = null;
      present.close();
    }
    ChunkReader next = chunks.open(object.blob().chunks().get(index).id());
    reader = next;
    open = index;
    return next;
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (reader != null) {
        reader.close();
      }
    } finally {
      ended.run();
    }
  }
}
