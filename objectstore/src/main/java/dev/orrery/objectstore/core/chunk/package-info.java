/// Where the bytes of objects lie: [dev.orrery.objectstore.core.chunk.ChunkStore], the swap point
/// `objectstore.chunkstore`.
///
/// An object is a list of chunks. A chunk is a file that is written once and never changed, so
/// there is nothing to recover in it: it is whole, or nobody knows of it.
///
/// ```
///   volumes/volume-2/0000000300000011            a chunk: the third start's 17th
///   ┌────────┬──────────────┬────────┬──────────────┬────────┬─────────┐
///   │ header │ 64 KiB       │ header │ 64 KiB       │ header │ rest    │
///   └────────┴──────────────┴────────┴──────────────┴────────┴─────────┘
///    0  4  length of the payload, big-endian; every piece but the last is full
///    4  4  CRC-32C of the chunk's number, the piece's index (8 bytes each), the length, the payload
/// ```
///
/// Pieces of one size let a range be read from where it begins, and a checksum a piece lets damage
/// cost one piece: whoever reads another one does not notice it. The append file of the primitives
/// is not used here, since it reads a file whole to open it.
///
/// Sealing is force of the file and then of its directory: bytes first, name second.
@NullMarked
package dev.orrery.objectstore.core.chunk;

import org.jspecify.annotations.NullMarked;
