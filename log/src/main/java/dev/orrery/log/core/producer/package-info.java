/// Idempotent producers (KIP-98): a batch that is sent again because its answer was lost is
/// appended once.
///
/// A producer numbers its records per partition. The partition remembers, per producer, the last
/// five batches:
///
/// ```
///   producer 7, epoch 2      sequences   10..14   15..15   16..20   21..29   30..30
///                            offsets        880      890      891      902      911
///
///   comes 31..40  → append            comes 16..20 → duplicate, answer offset 891
///   comes 45..45  → out of order      epoch 1      → fenced by the newer incarnation
/// ```
///
/// The window is not stored beside the log: every batch carries producer, epoch and sequence, so
/// that the log itself is the window's history and recovery replays it. After sequence 2^31-1 comes
/// 0.
@NullMarked
package dev.orrery.log.core.producer;

import org.jspecify.annotations.NullMarked;
