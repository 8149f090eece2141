package dev.orrery.cache.lab.experiments;

import dev.orrery.primitives.ports.Time;

/// A clock for experiments in which nothing expires.
enum StandingTime implements Time {
  INSTANCE;

  @Override
  public long monotonicNanos() {
    return 0;
  }

  @Override
  public long wallMillis() {
    return 0;
  }
}
