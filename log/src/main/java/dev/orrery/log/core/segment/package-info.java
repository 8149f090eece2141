/// One partition's records on disk: an append-only sequence cut into segments.
///
/// ```
///   topics/orders-0/
///     00000000000000000000.log         record batches, end to end; sealed: forced as a whole
///     00000000000000000000.index       every 4 KiB: offset → position      (rebuildable)
///     00000000000000000000.timeindex   every 4 KiB: timestamp → offset     (rebuildable)
///     00000000000000184213.log         the active segment, named by its first offset
///     recovery-point                   how far the active segment is known to be forced
///
///   active segment   |  batch  batch  batch | batch  bat
///                    0              recovery point     ↑ torn by a crash: cut here
///                      damage here is reported,
///                      never cut
/// ```
///
/// Three invariants carry the recovery. (1) A segment is forced before its successor is created, so
/// only the last one can have a torn tail. (2) A recovery point is written only after the force it
/// tells of, so whatever lies below one that can be read was forced. (3) Base offsets are dense:
/// each batch begins where the one before ended. A batch that is not intact above the recovery
/// point was never acknowledged, and the log is cut there; below it, it was acknowledged and has
/// been damaged since: the walk looks for the next intact batch, tells what is missing, and keeps
/// every byte.
///
/// Read [dev.orrery.log.core.segment.SegmentedLog], then [dev.orrery.log.core.segment.IndexedLog],
/// then [dev.orrery.log.core.segment.BatchWalk].
@NullMarked
package dev.orrery.log.core.segment;

import org.jspecify.annotations.NullMarked;
