package dev.orrery.primitives.eviction;

/// Moves a setting in the direction in which the hit ratio rises.
///
/// ```
///   hit ratio      ▲        ·  ●──●            a step that helped is followed by one in the same
///                  │     ●           ·         direction, one that hurt by one back; steps shrink
///                  │  ●                 ·      by 2 % each, until the ratio changes by 5 points
///                  └────────────────────►      or more: then the workload has changed, and the
///                     size of the window       climb begins anew with a full step
/// ```
///
/// It samples a number of accesses, then compares the sample's hit ratio with that of the sample
/// before. Gil Einziger, Ohad Eytan, Roy Friedman and Ben Manes, "Adaptive Software Cache
/// Management", Middleware 2018, whose constants these are.
final class HillClimber {
  private static final double FIRST_STEP = 0.0625;
  private static final double STEP_DECAY = 0.98;
  private static final double RESTART_CHANGE = 0.05;

  /// Of the capacity, with its direction: it begins by making the window smaller.
  private double step = -FIRST_STEP;

  private double previousHitRatio;
  private long hits;
  private long accesses;

  void record(boolean hit) {
    accesses++;
    if (hit) {
      hits++;
    }
  }

  /// Accesses in the present sample.
  long sampled() {
    return accesses;
  }

  /// Ends the sample.
  ///
  /// @return by how much to enlarge the window, as a share of the capacity; negative to reduce it
  double climb() {
    double hitRatio = (double) hits / accesses;
    double change = hitRatio - previousHitRatio;
    double taken = change >= 0 ? step : -step;
    step =
        Math.abs(change) >= RESTART_CHANGE ? Math.copySign(FIRST_STEP, taken) : STEP_DECAY * taken;
    previousHitRatio = hitRatio;
    hits = 0;
    accesses = 0;
    return taken;
  }
}
