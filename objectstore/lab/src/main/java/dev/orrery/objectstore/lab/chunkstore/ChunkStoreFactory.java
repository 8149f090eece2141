package dev.orrery.objectstore.lab.chunkstore;

import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.primitives.ports.Disk;

/// Opens a chunk store on a disk.
@FunctionalInterface
public interface ChunkStoreFactory {
  ChunkStore on(Disk disk);
}
