/// Objects: written in the dark, made visible in one instant, never lost after that.
///
/// ```
///   put       BlobWriter ─ chunk files written ─ forced, names forced ─┐ durable, and unknown
///             ObjectStore ─ lock on the key ─ condition ─ one batch ───┤ the object's row, rows of
///                                                        forced        │ its chunks, the replaced
///             answer ◀─────────────────────────────────────────────────┘ one's chunks garbage
///
///   crash before the batch       files without a row: swept at the next start
///   crash behind the batch       the object is there; the garbage is rows, collected later
/// ```
///
/// A reader opens what the row said when it looked, and reads it to the end though the key may be
/// given another object meanwhile: chunks never change, and the collector waits for the reader
/// ([dev.orrery.objectstore.core.objects.ReadLeases]).
///
/// Invariants:
///
/// 1. No row names a chunk that is not durable.
/// 2. A chunk is named by one row at most, so it becomes garbage exactly once.
/// 3. What is read is what was put, whole objects only, or an error.
/// 4. A condition and the change it guards are one step: of ten clients that create a key if
///    absent, one does.
///
/// Reading order: `BlobWriter`, `ObjectStore`, `OpenObject`, `ReadLeases`, `Collector`,
/// `ObjectListing`, `MultipartUploads`, `Assembly`, `Precondition`.
@NullMarked
package dev.orrery.objectstore.core.objects;

import org.jspecify.annotations.NullMarked;
