package dev.orrery.primitives.lab.health;

import dev.orrery.primitives.health.HealthTracker;
import dev.orrery.primitives.health.RiseFall;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;

/// Health trackers that are wrong in one way each.
final class HealthTwins {
  private HealthTwins() {}

  static List<WrongTwin<HealthFactory>> all() {
    return List.of(
        twin("jumpy", "believes every single probe", (rise, fall, up) -> new RiseFall(1, 1, up)),
        twin(
            "one-threshold",
            "uses fall both ways",
            (rise, fall, up) -> new RiseFall(fall, fall, up)),
        twin(
            "late",
            "changes one probe too late",
            (rise, fall, up) -> new RiseFall(rise + 1, fall + 1, up)),
        twin("grudge", "counts failures that are not in a row", Grudge::new));
  }

  private static WrongTwin<HealthFactory> twin(String name, String mistake, HealthFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  /// Does not start the count anew when a probe agrees with its opinion.
  private static final class Grudge implements HealthTracker {
    private final int rise;
    private final int fall;
    private boolean healthy;
    private int against;

    Grudge(int rise, int fall, boolean healthyAtStart) {
      this.rise = rise;
      this.fall = fall;
      this.healthy = healthyAtStart;
    }

    @Override
    public boolean record(boolean passed) {
      if (passed != healthy) {
        against++;
      }
      if (against == (healthy ? fall : rise)) {
        healthy = !healthy;
        against = 0;
      }
      return healthy;
    }

    @Override
    public boolean healthy() {
      return healthy;
    }
  }
}
