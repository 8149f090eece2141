package dev.orrery.cache.core.hash;

import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.listpack.Listpack;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A small hash: field, value, field, value in one array.
final class ListpackHash implements HashValue {
  private static final int FIXED_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE);

  private final Listpack pairs;

  ListpackHash() {
    this(new Listpack());
  }

  private ListpackHash(Listpack pairs) {
    this.pairs = pairs;
  }

  @Override
  public byte @Nullable [] get(Bytes field) {
    int place = pairs.find(field.array(), 2);
    return place < 0 ? null : pairs.get(pairs.next(place));
  }

  @Override
  public boolean put(Bytes field, byte[] value) {
    int place = pairs.find(field.array(), 2);
    if (place >= 0) {
      pairs.replace(pairs.next(place), value);
      return false;
    }
    pairs.append(field.array());
    pairs.append(value);
    return true;
  }

  @Override
  public boolean remove(Bytes field) {
    int place = pairs.find(field.array(), 2);
    if (place < 0) {
      return false;
    }
    pairs.remove(place);
    pairs.remove(place);
    return true;
  }

  @Override
  public void forEach(BiConsumer<? super Bytes, byte[]> visitor) {
    int place = 0;
    while (place < pairs.end()) {
      int second = pairs.next(place);
      visitor.accept(Bytes.of(pairs.get(place)), pairs.get(second));
      place = pairs.next(second);
    }
  }

  @Override
  public String encoding() {
    return "listpack";
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + pairs.retainedBytes();
  }

  @Override
  public Value copy() {
    return new ListpackHash(pairs.copy());
  }

  @Override
  public int elements() {
    return pairs.count() / 2;
  }
}
