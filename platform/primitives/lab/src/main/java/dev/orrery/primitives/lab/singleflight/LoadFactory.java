package dev.orrery.primitives.lab.singleflight;

import dev.orrery.primitives.singleflight.CoalescedLoad;

/// Makes what is judged: a fresh one for each case.
@FunctionalInterface
public interface LoadFactory {
  CoalescedLoad<String, Integer> create();
}
