package dev.orrery.identity.core.account;

/// Ids for accounts: 63 bits that grow with time, the same idea as Twitter's Snowflake (2010).
///
/// ```
///   0 | 41 bits: milliseconds since 2026-01-01 | 10 bits: instance | 12 bits: sequence
/// ```
///
/// Not thread-safe. When the wall clock goes back, the ids go on from the latest millisecond seen.
public final class AccountIds {
  static final long EPOCH_MILLIS = 1_767_225_600_000L;
  private static final int INSTANCE_BITS = 10;
  private static final int SEQUENCE_BITS = 12;

  private final long instance;
  private long lastMillis;
  private long sequence;

  /// @param instance 0 to 1,023
  public AccountIds(int instance) {
    if (instance < 0 || instance >= 1 << INSTANCE_BITS) {
      throw new IllegalArgumentException("an instance number is 0 to 1023, not " + instance);
    }
    this.instance = instance;
  }

  public long next(long wallMillis) {
    long millis = Math.max(wallMillis - EPOCH_MILLIS, 1);
    if (millis > lastMillis) {
      lastMillis = millis;
      sequence = 0;
    } else if (++sequence == 1L << SEQUENCE_BITS) {
      lastMillis++; // the millisecond is used up: borrow from the next
      sequence = 0;
    }
    return (lastMillis << (INSTANCE_BITS + SEQUENCE_BITS)) | (instance << SEQUENCE_BITS) | sequence;
  }
}
