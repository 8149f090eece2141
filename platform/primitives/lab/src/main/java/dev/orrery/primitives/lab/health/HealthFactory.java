package dev.orrery.primitives.lab.health;

import dev.orrery.primitives.health.HealthTracker;

/// Makes what is judged: a fresh one for each case.
@FunctionalInterface
public interface HealthFactory {
  HealthTracker create(int rise, int fall, boolean healthyAtStart);
}
