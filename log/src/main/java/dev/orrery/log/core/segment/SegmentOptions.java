package dev.orrery.log.core.segment;

/// @param segmentBytes a batch that would make the active segment longer opens a new one
/// @param indexIntervalBytes bytes of log between two index entries; what a lookup scans at most
public record SegmentOptions(int segmentBytes, int indexIntervalBytes) {
  public static final SegmentOptions DEFAULTS = new SegmentOptions(64 << 20, 4 << 10);

  public SegmentOptions {
    if (segmentBytes < 1 || indexIntervalBytes < 1) {
      throw new IllegalArgumentException("segment size and index interval must be positive");
    }
  }
}
