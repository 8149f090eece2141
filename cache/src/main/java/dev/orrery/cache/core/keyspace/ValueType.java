package dev.orrery.cache.core.keyspace;

/// The type of a value, as `TYPE` names it.
public enum ValueType {
  STRING("string"),
  LIST("list"),
  SET("set"),
  SORTED_SET("zset"),
  HASH("hash"),
  STREAM("stream");

  private final String label;

  ValueType(String label) {
    this.label = label;
  }

  /// E.g. `zset`.
  public String label() {
    return label;
  }
}
