package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.List;

/// An entry of a stream.
///
/// @param fields names and values in turn; the arrays are never written
record StreamEntry(StreamId id, List<byte[]> fields) {
  /// With its identifier and its place in a node.
  long retainedBytes() {
    long sum =
        3L * MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 2 * MemoryLayout.REFERENCE)
            + MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 16)
            + MemoryLayout.wordArray(fields.size());
    for (byte[] field : fields) {
      sum += MemoryLayout.byteArray(field.length);
    }
    return sum;
  }

  long size() {
    long sum = 0;
    for (byte[] field : fields) {
      sum += field.length;
    }
    return sum;
  }
}
