package dev.orrery.primitives.lab.timers;

import dev.orrery.primitives.timerwheel.Timers;

/// Makes what is judged: a fresh one for each case.
@FunctionalInterface
public interface TimersFactory {
  Timers<Integer> create(long tickNanos, long startNanos);
}
