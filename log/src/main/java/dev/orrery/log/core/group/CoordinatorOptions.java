package dev.orrery.log.core.group;

/// Times in milliseconds.
///
/// @param minimumSessionMillis a shorter session asked for is refused
/// @param maximumSessionMillis a longer session asked for is refused
/// @param defaultSessionMillis when none is asked for
/// @param rebalanceTimeoutMillis how long a member may take to let go of a partition
public record CoordinatorOptions(
    int minimumSessionMillis,
    int maximumSessionMillis,
    int defaultSessionMillis,
    int rebalanceTimeoutMillis) {
  public static final CoordinatorOptions DEFAULTS =
      new CoordinatorOptions(1_000, 60_000, 6_000, 30_000);

  public CoordinatorOptions {
    if (minimumSessionMillis < 1
        || maximumSessionMillis < defaultSessionMillis
        || defaultSessionMillis < minimumSessionMillis) {
      throw new IllegalArgumentException("sessions must be: 1 <= minimum <= default <= maximum");
    }
  }
}
