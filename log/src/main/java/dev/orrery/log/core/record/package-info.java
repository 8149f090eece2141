/// The record batch, version 2: the unit in which records are stored, checked and sent.
///
/// ```
///   offset  bytes  field                      covered by the checksum
///        0      8  base offset                no: the broker assigns it without touching the rest
///        8      4  batch length               no: counts what follows this field
///       12      4  partition leader epoch     no
///       16      1  magic, always 2            no
///       17      4  CRC-32C
///       21      2  attributes                 yes, from here to the end
///       23      4  last offset delta
///       27      8  base timestamp, ms
///       35      8  maximum timestamp, ms
///       43      8  producer id, -1 for none
///       51      2  producer epoch
///       53      4  base sequence
///       57      4  number of records
///       61         records, each: length, attributes, timestamp delta, offset delta,
///                  key length, key, value length, value, headers
/// ```
///
/// Numbers of the fixed part are big-endian; numbers inside a record are zigzag varints, so that
/// the small deltas of neighbours take one byte. Bytes are those that Kafka writes (message format
/// v2, KIP-98), without compression. What the checksum leaves out is what the broker assigns: the
/// producer's bytes go to the disk as they came.
@NullMarked
package dev.orrery.log.core.record;

import org.jspecify.annotations.NullMarked;
