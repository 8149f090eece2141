package dev.orrery.objectstore.core.chunk;

/// Names a chunk.
///
/// @param volume where it lies: letters, digits and dashes
/// @param number unlike that of any other chunk that ever was, on any volume
public record ChunkId(String volume, long number) {
  /// Volume and number, the number in sixteen hexadecimal digits.
  @Override
  public String toString() {
    return String.format("%s/%016x", volume, number);
  }
}
