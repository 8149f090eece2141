package dev.orrery.queue.core.journal;

/// @param segmentBytes a segment longer than this is sealed and a new one begun
/// @param cleanFromBytes a journal shorter than this is not cleaned
/// @param rememberedCapacity deduplication ids kept for a queue at most
public record JournalOptions(long segmentBytes, long cleanFromBytes, int rememberedCapacity) {
  /// How many bytes a journal may have in which so many live.
  long allowedBytes(long livingBytes) {
    return Math.max(cleanFromBytes, 2 * livingBytes) + 2 * segmentBytes;
  }

  /// How many segments that may be; restarts and snapshots can make them shorter than full.
  long allowedSegments(long livingBytes) {
    return allowedBytes(livingBytes) / segmentBytes + 2;
  }
}
