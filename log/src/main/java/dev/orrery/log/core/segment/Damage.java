package dev.orrery.log.core.segment;

/// Acknowledged records whose bytes can no longer be read.
///
/// @param firstOffset the first record lost
/// @param nextOffset where intact records go on
/// @param segment base offset of the segment
/// @param position of the first damaged byte in the segment
public record Damage(long firstOffset, long nextOffset, long segment, long position) {}
