/// A file of records that a crash cannot spoil and a bad sector cannot hide.
///
/// Two things go wrong with files. A **crash** takes what was not forced: in part, in any order,
/// with garbage in place of what is missing. That tail was acknowledged to nobody and is cut.
/// **Damage** (a bad sector, a flipped bit, a stray write) hits what was forced long ago. That must
/// never be cut: the record is reported, and those behind it stay readable. The two look alike,
/// bytes whose checksum is wrong, and the difference is only whether they had been durable. So the
/// file says that of itself:
///
/// ```
///   ┌────────┬────────┬──────┬────────┬──────┬────────┬─ ─ ─
///   │ rec a  │ rec b  │ mark │ rec c  │ mark │ rec d  │ rec e…
///   └────────┴────────┴──────┴────────┴──────┴────────┴─ ─ ─
///            force() ─┘ "all below      │
///                        is durable"    │
///   damage in a, b or c: reported ──────┤ bad bytes in d: cut there, e goes with it
/// ```
///
/// After each flush that had something to do, a mark is written, which is itself not forced until
/// the next. Killing the process loses no mark, since the kernel has it; a power failure may lose
/// the last, and then the last batch has lost only the protection against damage in the same
/// accident.
///
/// The bytes of a frame are told in `Frame`. Recovery reads from the start:
///
/// * frame intact: next;
/// * header intact, payload not: the length is trusted, since it has a checksum of its own;
/// * header broken: search byte by byte for the next header that was written for just that
///   position;
/// * at the end, cut at the first bad byte behind the last mark's position; force what is kept.
///
/// A single flipped bit therefore costs one record, wherever it hits, and never silently. An
/// [java.io.IOException] from a flush ends all writing: after a failed flush the kernel may call
/// pages clean that never reached the disk.
///
/// Invariants, which the contract `primitives.appendfile` checks: what was forced is read back, in
/// order, after any cut of what was not; a scan never hands out bytes that were not appended; a
/// flipped bit below a mark costs at most the record it hits, which is reported.
///
/// Reading order: `RecordFile`, `Frame`, `FrameReader`, `AppendFile`.
@NullMarked
package dev.orrery.primitives.appendfile;

import org.jspecify.annotations.NullMarked;
