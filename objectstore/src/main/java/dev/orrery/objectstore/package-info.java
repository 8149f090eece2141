/// The object store: buckets of objects of any size, spoken to over S3 and gRPC, durable before
/// they are visible.
///
/// ```
///          S3 over HTTP                                  gRPC  orrery.objectstore.v1
///   ─────┬─────────────────────────────────────────────────────────────────────────────
///   edge │ S3Handler ─ Authenticator ─ Payload            ObjectStoreService
///        │     signatures and checksums, while the        PutStream · GetStreams
///        │     bytes stream past
///        │              └──────── Transfer ─ FileThreads ────────┘  platform threads
///   ─────┼─────────────────────────────────────────────────────────────────────────────
///   core │ objects     ObjectStore   BlobWriter ─┐  ┌─ OpenObject   MultipartUploads
///        │                  │          Placement ┤  │                Collector
///        │ catalog     rows │                    ▼  ▼
///        │ store       OrderedStore           ChunkStore     chunk
///   ─────┼────────────── ▲ ─── ▲ ─────────────── ▲ ────────────────────────────────────
///        │  SortedMapStore    RocksDbStore    ChunkFiles on the port Disk
/// ```
///
/// **Two kinds of storage, one instant.** The bytes of an object lie in chunk files, what is known
/// of it in a row of the catalog. Chunks are written and forced first, under names nobody knows;
/// then one batch of the catalog makes the object appear. There is no moment at which a row names
/// bytes that could still be lost, and what a crash leaves without a row is swept away.
///
/// **Nothing is held.** A body streams from the connection through its checks into a chunk, one
/// buffer at a time; the client is slowed down to what the disk takes. An object of five gigabytes
/// costs the same memory as one of a megabyte.
///
/// **Invariants**
///
/// 1. What was answered survives any crash, byte for byte; what was not is there whole or not at
///    all.
/// 2. What is read is what was put, or an error: every piece is checked against its checksum.
/// 3. Bytes that do not have the signature or the checksum the client gave become no object.
/// 4. A condition on a key and the change it guards are one step.
/// 5. Nothing waits without a bound: connections, streams, calls to the disk, pages, documents.
///
/// **Failures.** A failed or full disk refuses the object at hand (500 InternalError, UNAVAILABLE);
/// if it was the catalog that failed, all changes are refused until a restart, and health is DOWN.
/// Damage to a chunk costs the reads that meet the damaged piece: the answer is cut, never wrong.
///
/// **Reading order**: [dev.orrery.objectstore.core.chunk], [dev.orrery.objectstore.core.store],
/// [dev.orrery.objectstore.core.catalog], [dev.orrery.objectstore.core.objects], then
/// [dev.orrery.objectstore.edge.s3] and [dev.orrery.objectstore.edge.s3.auth]; placement, checksum
/// and gRPC stand each alone.
@NullMarked
package dev.orrery.objectstore;

import org.jspecify.annotations.NullMarked;
