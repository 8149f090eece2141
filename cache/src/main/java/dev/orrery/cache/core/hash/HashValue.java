package dev.orrery.cache.core.hash;

import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.keyspace.ValueType;
import dev.orrery.cache.core.memory.Bytes;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Fields with values, changed in place.
public sealed interface HashValue extends Value permits ListpackHash, TableHash {
  /// Null when there is no such field.
  byte @Nullable [] get(Bytes field);

  /// @return whether the field is new
  boolean put(Bytes field, byte[] value);

  /// @return whether it was there
  boolean remove(Bytes field);

  void forEach(BiConsumer<? super Bytes, byte[]> visitor);

  @Override
  default ValueType type() {
    return ValueType.HASH;
  }
}
