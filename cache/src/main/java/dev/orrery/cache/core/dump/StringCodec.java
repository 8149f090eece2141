package dev.orrery.cache.core.dump;

import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.keyspace.Value;
import java.nio.ByteBuffer;

/// A string is its bytes.
final class StringCodec implements ValueCodec {
  @Override
  public byte id() {
    return 0;
  }

  @Override
  public boolean writes(Value value) {
    return value instanceof StringValue;
  }

  @Override
  public byte[] encode(Value value) {
    return ((StringValue) value).array();
  }

  @Override
  public Value decode(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return StringValue.of(array);
  }
}
