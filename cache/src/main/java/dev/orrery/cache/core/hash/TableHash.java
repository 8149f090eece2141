package dev.orrery.cache.core.hash;

import dev.orrery.cache.core.dictionary.Dictionary;
import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A hash of any size.
final class TableHash implements HashValue {
  private static final int FIXED_BYTES = 24 + 48;
  private static final int FIELD_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + 3 * MemoryLayout.REFERENCE);

  /// A field in its bucket.
  static final class Field extends Dictionary.Node {
    private byte[] value;

    Field(Bytes name, byte[] value) {
      super(name);
      this.value = value;
    }

    byte[] value() {
      return value;
    }
  }

  private final Dictionary<Field> fields = new Dictionary<>();
  private long fieldBytes;

  static TableHash of(HashValue hash) {
    TableHash table = new TableHash();
    hash.forEach(table::put);
    return table;
  }

  Dictionary<Field> fields() {
    return fields;
  }

  @Override
  public byte @Nullable [] get(Bytes field) {
    Field held = fields.find(field);
    return held == null ? null : held.value;
  }

  @Override
  public boolean put(Bytes field, byte[] value) {
    Field held = fields.find(field);
    if (held != null) {
      fieldBytes += MemoryLayout.byteArray(value.length);
      fieldBytes -= MemoryLayout.byteArray(held.value.length);
      held.value = value;
      return false;
    }
    fields.add(new Field(field, value));
    fieldBytes += weight(field, value);
    return true;
  }

  private static long weight(Bytes field, byte[] value) {
    return (long) FIELD_BYTES + MemoryLayout.bytes(field) + MemoryLayout.byteArray(value.length);
  }

  @Override
  public boolean remove(Bytes field) {
    Field removed = fields.remove(field);
    if (removed == null) {
      return false;
    }
    fieldBytes -= weight(removed.key(), removed.value);
    return true;
  }

  @Override
  public void forEach(BiConsumer<? super Bytes, byte[]> visitor) {
    fields.forEach(field -> visitor.accept(field.key(), field.value));
  }

  @Override
  public String encoding() {
    return "hashtable";
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + fields.tableBytes() + fieldBytes;
  }

  @Override
  public Value copy() {
    return of(this);
  }

  @Override
  public int elements() {
    return fields.size();
  }
}
