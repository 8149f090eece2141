package dev.orrery.cache.core.keyspace;

/// What a key holds. One class for each type and encoding, each in its own package beside the
/// commands that know it; the keyspace knows only this.
///
/// A value may be mutable. Whoever changes one in place tells [Database#changed(Entry)], which
/// weighs it again; a collection left empty is removed by whoever emptied it.
public interface Value {
  ValueType type();

  /// As `OBJECT ENCODING` names it: `int`, `embstr`, `listpack`, …
  String encoding();

  /// Bytes of heap that this value retains, structures included, by
  /// [dev.orrery.cache.core.memory.MemoryLayout]. Constant time.
  long retainedBytes();

  /// An independent value of the same content; itself when it is immutable.
  Value copy();

  /// How many elements would have to be freed one by one: 1 for a string.
  default int elements() {
    return 1;
  }
}
