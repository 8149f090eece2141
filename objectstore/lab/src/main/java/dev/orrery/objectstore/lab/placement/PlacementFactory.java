package dev.orrery.objectstore.lab.placement;

import dev.orrery.objectstore.core.placement.Placement;
import java.util.Set;

/// Makes a placement over volumes.
@FunctionalInterface
public interface PlacementFactory {
  Placement over(Set<String> volumes);
}
