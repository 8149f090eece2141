package dev.orrery.cache.core.dump;

import dev.orrery.cache.core.keyspace.Value;
import java.nio.ByteBuffer;

/// Writes the values of one type as bytes, and reads them.
public interface ValueCodec {
  /// The first byte of a dump, each type's own; never changes.
  byte id();

  /// Whether it is one of its values.
  boolean writes(Value value);

  byte[] encode(Value value);

  /// @param bytes exactly what [#encode(Value)] wrote, or damage that the checksum missed
  /// @throws RuntimeException when they are no such value
  Value decode(ByteBuffer bytes);
}
