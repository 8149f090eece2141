/// Strings as rows of bits, the first of which is the highest of the first byte: SETBIT, BITCOUNT,
/// BITOP, BITFIELD. [BitString] knows bits, [BitField] numbers of any width among them, the
/// commands know keys.
@NullMarked
package dev.orrery.cache.core.bits;

import org.jspecify.annotations.NullMarked;
