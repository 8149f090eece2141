package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.Bytes;

/// What the keyspace refuses; nothing was changed then. Thrown often and caught one frame up, so it
/// carries no stack trace.
public abstract sealed class KeyspaceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private KeyspaceException(String message) {
    super(message, null, false, false);
  }

  /// The key holds a value of the other type.
  public static final class WrongType extends KeyspaceException {
    private static final long serialVersionUID = 1;

    WrongType(Bytes key, String held, String wanted) {
      super("key '" + key + "' holds a " + held + ", not a " + wanted);
    }
  }

  /// The value is no decimal signed 64-bit integer, or the sum would not be one.
  public static final class NotAnInteger extends KeyspaceException {
    private static final long serialVersionUID = 1;

    NotAnInteger(String message) {
      super(message);
    }
  }

  /// The entry alone is heavier than the whole cache.
  public static final class OutOfMemory extends KeyspaceException {
    private static final long serialVersionUID = 1;

    OutOfMemory(Bytes key, long weight, long capacityBytes) {
      super(
          "key '"
              + key
              + "' would take "
              + weight
              + " bytes; the whole cache holds "
              + capacityBytes);
    }
  }
}
