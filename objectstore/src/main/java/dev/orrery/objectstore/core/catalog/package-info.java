/// What is known about buckets, objects, uploads and chunks, and the rows it is kept in.
///
/// ```
///   b bucket                        → BucketRecord
///   o bucket 0 key                  → ObjectRecord        in the order of a listing
///   u bucket 0 key 0 upload         → UploadRecord
///   p upload 0 number (2 bytes)     → PartRecord
///   c chunk (8 bytes)               → its volume: an object or a part holds it
///   g chunk (8 bytes)               → its volume: nobody holds it any more, its file may go
///   e                               → the number of this start
/// ```
///
/// A chunk is at any time in one of three states, and every change of state is one batch with the
/// change of what holds it: **unknown** (no row: being written, or left by a crash), **held** (row
/// c), **garbage** (row g). So the question whether a file may be deleted is one look-up.
@NullMarked
package dev.orrery.objectstore.core.catalog;

import org.jspecify.annotations.NullMarked;
