package dev.orrery.social.posts;

/// Ids that grow with time, given out without asking anybody (Twitter's Snowflake, 2010).
///
/// ```
///   0 │ 41 bits: ms since 2026-01-01 │ 10 bits: instance │ 12 bits: sequence within the ms
/// ```
///
/// Within an instance ids grow strictly, also when the wall clock goes back: time stands still
/// then, and after 4,096 ids in one millisecond it moves on by itself. 41 bits last until 2095.
/// Thread-safe: `this` guards the last id.
public final class PostIds {
  /// 2026-01-01T00:00Z.
  public static final long EPOCH_MILLIS = 1_767_225_600_000L;

  public static final int MAXIMUM_INSTANCE = 1_023;

  private static final int INSTANCE_BITS = 10;
  private static final int SEQUENCE_BITS = 12;
  private static final int SEQUENCE_MASK = (1 << SEQUENCE_BITS) - 1;
  private static final int TIME_SHIFT = INSTANCE_BITS + SEQUENCE_BITS;

  private final int instance;
  private long lastMillis;
  private int sequence;

  /// @param instance 0 to [#MAXIMUM_INSTANCE], another for each instance that runs at the same time
  public PostIds(int instance) {
    if (instance < 0 || instance > MAXIMUM_INSTANCE) {
      throw new IllegalArgumentException("an instance number is 0 to 1,023, not " + instance);
    }
    this.instance = instance;
  }

  /// The next id.
  ///
  /// @param wallMillis milliseconds since 1970
  public synchronized long next(long wallMillis) {
    long now = Math.max(1, wallMillis - EPOCH_MILLIS);
    if (now > lastMillis) {
      lastMillis = now;
      sequence = 0;
    } else if (++sequence > SEQUENCE_MASK) {
      lastMillis++;
      sequence = 0;
    }
    return lastMillis << TIME_SHIFT | (long) instance << SEQUENCE_BITS | sequence;
  }

  /// The millisecond, since 1970, that an id bears: the post's time of creation.
  public static long millisOf(long id) {
    return (id >>> TIME_SHIFT) + EPOCH_MILLIS;
  }

  /// The lowest id of a millisecond; of one before the epoch, 0.
  public static long lowestOf(long wallMillis) {
    return Math.max(0, wallMillis - EPOCH_MILLIS) << TIME_SHIFT;
  }

  /// The instance number in a name such as `posts-2`; 0 when it has none.
  public static int instanceOf(String name) {
    int dash = name.lastIndexOf('-');
    try {
      return Math.floorMod(Integer.parseInt(name.substring(dash + 1)), MAXIMUM_INSTANCE + 1);
    } catch (NumberFormatException unnumbered) {
      return 0;
    }
  }
}
