package dev.orrery.testkit.simulation;

import java.time.Duration;

/// How well the network and the clocks behave.
///
/// @param minimumDelay of a message
/// @param maximumDelay of a message; each draws its own delay between the two, so that messages
///   overtake each other when the two differ
/// @param loss the part of messages that never arrive, 0 to 1
/// @param duplication the part of messages that arrive twice, 0 to 1
/// @param clockDrift the most by which a node's clocks run fast or slow, in parts per million
/// @param clockSkew the most by which a node's wall clock is off at the start, either way
public record Conditions(
    Duration minimumDelay,
    Duration maximumDelay,
    double loss,
    double duplication,
    int clockDrift,
    Duration clockSkew) {
  private static final int MAXIMUM_DRIFT = 100_000;

  public Conditions {
    if (minimumDelay.isNegative() || maximumDelay.compareTo(minimumDelay) < 0) {
      throw new IllegalArgumentException(
          "delays must be 0 ≤ minimum ≤ maximum, but are " + minimumDelay + " and " + maximumDelay);
    }
    if (!(loss >= 0 && loss <= 1 && duplication >= 0 && duplication <= 1)) {
      throw new IllegalArgumentException(
          "loss and duplication must be between 0 and 1, but are " + loss + " and " + duplication);
    }
    if (clockDrift < 0 || clockDrift > MAXIMUM_DRIFT || clockSkew.isNegative()) {
      throw new IllegalArgumentException(
          "drift must be between 0 and "
              + MAXIMUM_DRIFT
              + " ppm and skew not negative, but are "
              + clockDrift
              + " and "
              + clockSkew);
    }
  }

  /// 1 ms always; nothing is lost, doubled or overtaken; perfect clocks.
  public static Conditions perfect() {
    Duration delay = Duration.ofMillis(1);
    return new Conditions(delay, delay, 0, 0, 0, Duration.ZERO);
  }

  /// 0.1 to 50 ms, so that messages overtake each other; 2 % lost, 2 % doubled; clocks 200 ppm and
  /// 500 ms off at the most.
  public static Conditions unreliable() {
    return new Conditions(
        Duration.ofNanos(100_000), Duration.ofMillis(50), 0.02, 0.02, 200, Duration.ofMillis(500));
  }

  public Conditions withDelay(Duration minimum, Duration maximum) {
    return new Conditions(minimum, maximum, loss, duplication, clockDrift, clockSkew);
  }

  public Conditions withLoss(double part) {
    return new Conditions(minimumDelay, maximumDelay, part, duplication, clockDrift, clockSkew);
  }

  public Conditions withDuplication(double part) {
    return new Conditions(minimumDelay, maximumDelay, loss, part, clockDrift, clockSkew);
  }

  public Conditions withClocks(int driftPartsPerMillion, Duration skew) {
    return new Conditions(
        minimumDelay, maximumDelay, loss, duplication, driftPartsPerMillion, skew);
  }
}
