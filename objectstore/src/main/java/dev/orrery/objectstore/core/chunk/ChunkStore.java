package dev.orrery.objectstore.core.chunk;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// Keeps chunks: bytes that are written once, in one go, and then only read or deleted. The swap
/// point `objectstore.chunkstore`.
///
/// What an implementation keeps true:
///
/// * a sealed chunk survives every crash until it is deleted, byte for byte;
/// * what is read is what was written, or [DamagedChunkException]: never other bytes;
/// * [#list(String)] gives every chunk that takes space, sealed or not, so that what a crash left
///   behind can be found and deleted.
///
/// An implementation to be swapped in has a public constructor `(dev.orrery.primitives.ports.Disk
/// disk)`, which finds what an earlier instance left there. Thread-safe; the calls block.
public interface ChunkStore {
  /// Starts a chunk that was never there before. It is no chunk yet before it is sealed.
  ChunkWriter create(ChunkId id) throws IOException;

  /// Opens a sealed chunk. It stays readable through the reader until that is closed, even when the
  /// chunk is deleted meanwhile or not: nobody may rely on either.
  ///
  /// @throws DamagedChunkException when it is not there
  ChunkReader open(ChunkId id) throws IOException;

  /// Deletes chunks, sealed or left over; missing ones are no error.
  void delete(Collection<ChunkId> ids) throws IOException;

  /// The chunks of a volume, in no particular order.
  List<ChunkId> list(String volume) throws IOException;
}
