package dev.orrery.loadbalancer.edge.health;

import dev.orrery.loadbalancer.core.backend.Backend;

/// One question to a backend.
@FunctionalInterface
public interface Probe {
  /// Whether the backend is fit. May block, on a virtual thread, for as long as its own limit says.
  boolean passes(Backend backend);
}
