package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;

/// Makes the policies that are judged: a fresh one for each case.
@FunctionalInterface
public interface EvictionFactory {
  EvictionPolicy<String> create(long capacityBytes);
}
