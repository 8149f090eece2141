/// The write-ahead log: every commit is here, forced, before anything else of it can be seen.
///
/// ```
///   log/00000000000000000002   versions 2 … 811      closed, forced, droppable once the store
///   log/00000000000000000812   versions 812 … 1490    has flushed version 811 (1490, …)
///   log/00000000000000001491   versions 1491 …        the one appended to
/// ```
///
/// One record a commit ([dev.orrery.database.core.commitlog.CommitRecord]), so that the checksum of
/// one frame makes a commit atomic. Framing, cutting of a torn tail and the report of damage below
/// the last forced byte are those of [dev.orrery.primitives.appendfile.AppendFile]; a segment is
/// one such file, named by the first version that may stand in it.
///
/// Invariants: versions ascend through the log; a segment is begun only when the one before is
/// forced whole; what recovery keeps is forced before anybody is told of it, since a killed process
/// leaves records in the kernel's cache that no disk has seen.
@NullMarked
package dev.orrery.database.core.commitlog;

import org.jspecify.annotations.NullMarked;
