package dev.orrery.cache.core.set;

import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.keyspace.ValueType;
import dev.orrery.cache.core.memory.Bytes;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Distinct members, changed in place.
public sealed interface SetValue extends Value permits IntegerSet, TableSet {
  boolean contains(Bytes member);

  /// @return whether it was not there
  boolean add(Bytes member);

  /// @return whether it was there
  boolean remove(Bytes member);

  void forEach(Consumer<? super Bytes> visitor);

  /// Any member; the set is not empty.
  Bytes random(RandomGenerator random);

  @Override
  default ValueType type() {
    return ValueType.SET;
  }
}
