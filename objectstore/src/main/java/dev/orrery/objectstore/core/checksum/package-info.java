/// Checksums a client may send with an object and ask for again: CRC-32, CRC-32C, CRC-64/NVME,
/// SHA-1, SHA-256.
///
/// They travel with the object from the client's memory to ours and back, over every proxy between,
/// which a checksum of one connection does not. An object of several parts has one of two kinds:
///
/// ```
///   parts       A            B            C
///   of a part   crc(A)       crc(B)       crc(C)
///   COMPOSITE   digest( crc(A) ‖ crc(B) ‖ crc(C) ) and the number of parts
///   FULL_OBJECT crc( A ‖ B ‖ C ), from crc(A), crc(B), crc(C) and the lengths alone
/// ```
///
/// The second needs no byte of the object, since a CRC is linear:
/// [dev.orrery.objectstore.core.checksum.CrcCombination].
@NullMarked
package dev.orrery.objectstore.core.checksum;

import org.jspecify.annotations.NullMarked;
