package dev.orrery.primitives.lab.placement;

import dev.orrery.primitives.placement.KeyPlacement;
import java.util.Set;

/// Makes what is judged: a fresh one for each case.
@FunctionalInterface
public interface PlacementFactory {
  KeyPlacement create(Set<String> nodes);
}
