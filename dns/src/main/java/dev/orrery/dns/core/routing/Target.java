package dev.orrery.dns.core.routing;

/// One address of a set.
///
/// @param index its place in the set, from 0
/// @param weight its share of the clients relative to the others, 1 to 65535
public record Target(int index, int weight) {
  public static final int MAXIMUM_WEIGHT = 65_535;

  public Target {
    if (weight < 1 || weight > MAXIMUM_WEIGHT) {
      throw new IllegalArgumentException("a weight is 1 to 65535, not " + weight);
    }
  }
}
