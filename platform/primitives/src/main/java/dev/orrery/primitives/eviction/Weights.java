package dev.orrery.primitives.eviction;

/// The limits of what a policy is told.
///
/// A capacity is at most half of what a `long` holds, so that the weight of the residents plus that
/// of one newcomer, itself at most the capacity, never overflows.
final class Weights {
  static final long MAXIMUM_CAPACITY_BYTES = Long.MAX_VALUE / 2;

  private Weights() {}

  static long checkedCapacity(long capacityBytes) {
    if (capacityBytes < 0 || capacityBytes > MAXIMUM_CAPACITY_BYTES) {
      throw new IllegalArgumentException(
          "capacity is " + capacityBytes + " bytes; allowed are 0 to " + MAXIMUM_CAPACITY_BYTES);
    }
    return capacityBytes;
  }

  static void check(long weight) {
    if (weight < 0) {
      throw new IllegalArgumentException("weight is " + weight + " bytes; at least 0 is allowed");
    }
  }
}
