package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.catalog.Catalog;
import dev.orrery.objectstore.core.catalog.Rows;
import dev.orrery.objectstore.core.chunk.ChunkId;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.store.Bytes;
import dev.orrery.objectstore.core.store.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Frees chunks that nobody holds. Used by one thread.
///
/// File first, row second: a crash between them leaves a row without a file, which the next round
/// removes; the other way round a file would be left that nobody knows of.
public final class Collector {
  /// Chunks freed in one batch.
  private static final int BATCH = 1_000;

  private final Catalog catalog;
  private final ChunkStore chunks;
  private final ReadLeases leases;
  private final long firstOfThisStart;

  /// The tick at which a chunk was first seen to be garbage.
  private final Map<ChunkId, Long> seen = new HashMap<>();

  Collector(Catalog catalog, ChunkStore chunks, ReadLeases leases, long firstOfThisStart) {
    this.catalog = catalog;
    this.chunks = chunks;
    this.leases = leases;
    this.firstOfThisStart = firstOfThisStart;
  }

  /// One round: frees up to a batch of garbage that no reader can still need.
  ///
  /// @return how many chunks were freed
  public int collect() throws IOException {
    long now = leases.now();
    List<ChunkId> free = new ArrayList<>();
    for (ChunkId chunk : catalog.garbage(BATCH)) {
      long since = seen.computeIfAbsent(chunk, first -> now);
      if (leases.allEndedUpTo(since)) {
        free.add(chunk);
      }
    }
    if (free.isEmpty()) {
      return 0;
    }
    chunks.delete(free);
    List<Change> changes = new ArrayList<>();
    for (ChunkId chunk : free) {
      changes.add(new Change.Remove(Rows.garbage(chunk.number())));
      seen.remove(chunk);
    }
    catalog.commit(changes);
    return free.size();
  }

  /// Deletes the chunks of a volume that a crash left without a row. Those of this start may be
  /// under way and are let alone. To be done once after a start, beside the service.
  ///
  /// @return how many chunks were deleted
  public int sweep(String volume) throws IOException {
    List<ChunkId> orphans = new ArrayList<>();
    for (ChunkId chunk : chunks.list(volume)) {
      if (Long.compareUnsigned(chunk.number(), firstOfThisStart) < 0
          && !catalog.isHeld(chunk)
          && !isGarbage(chunk)) {
        orphans.add(chunk);
      }
    }
    chunks.delete(orphans);
    return orphans.size();
  }

  private boolean isGarbage(ChunkId chunk) throws IOException {
    Bytes row = Rows.garbage(chunk.number());
    try (var cursor = catalog.scan(row, row.next())) {
      return cursor.next();
    }
  }
}
