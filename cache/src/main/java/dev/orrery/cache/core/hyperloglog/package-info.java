/// How many different elements there were, from 12 KiB at most: HyperLogLog, kept in a string of
/// the layout that Redis uses, so that GET and SET move it between the two.
///
/// ```
///   "HYLL" | encoding 1 | unused 3 | last count 8, little-endian, its top bit: outdated | registers
///   dense:  16384 registers of 6 bits, lowest bits first
///   sparse: 00nnnnnn  n+1 zeros    01nnnnnn nnnnnnnn  n+1 zeros    1vvvvvnn  n+1 times v+1
/// ```
///
/// [Registers] counts, [HyperLogLog] packs, the commands know keys. Source: Flajolet et al.,
/// "HyperLogLog", AofA 2007; Heule et al., "HyperLogLog in Practice", EDBT 2013; Ertl, "New
/// cardinality estimation algorithms for HyperLogLog sketches", 2017.
@NullMarked
package dev.orrery.cache.core.hyperloglog;

import org.jspecify.annotations.NullMarked;
