package dev.orrery.primitives.health;

/// Turns healthy after `rise` passed probes in a row, and unhealthy after `fall` failed ones in a
/// row; one probe that agrees with the present opinion starts the count anew. The names are
/// HAProxy's.
public final class RiseFall implements HealthTracker {
  private final int rise;
  private final int fall;
  private boolean healthy;

  /// Probes in a row that spoke against the present opinion.
  private int against;

  /// @param rise at least 1
  /// @param fall at least 1
  public RiseFall(int rise, int fall, boolean healthyAtStart) {
    if (rise < 1 || fall < 1) {
      throw new IllegalArgumentException(
          "rise is " + rise + " and fall " + fall + "; at least 1 is allowed");
    }
    this.rise = rise;
    this.fall = fall;
    this.healthy = healthyAtStart;
  }

  @Override
  public boolean record(boolean passed) {
    against = passed == healthy ? 0 : against + 1;
    if (against == (healthy ? fall : rise)) {
      healthy = passed;
      against = 0;
    }
    return healthy;
  }

  @Override
  public boolean healthy() {
    return healthy;
  }
}
