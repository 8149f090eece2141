package dev.orrery.objectstore.core.checksum;

/// A checksum under way. Used by one thread.
public interface RunningChecksum {
  void update(byte[] data, int offset, int length);

  /// The value of all that was seen, big-endian. Ends the computation.
  byte[] value();
}
