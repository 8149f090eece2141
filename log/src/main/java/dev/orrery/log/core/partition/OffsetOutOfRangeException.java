package dev.orrery.log.core.partition;

/// A fetch below the log start offset or above the high watermark.
public final class OffsetOutOfRangeException extends RuntimeException {
  private final long logStartOffset;
  private final long highWatermark;

  public OffsetOutOfRangeException(long offset, long logStartOffset, long highWatermark) {
    super("offset " + offset + " is not within " + logStartOffset + " to " + highWatermark);
    this.logStartOffset = logStartOffset;
    this.highWatermark = highWatermark;
  }

  public long logStartOffset() {
    return logStartOffset;
  }

  public long highWatermark() {
    return highWatermark;
  }
}
