package dev.orrery.dns.core.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/// Always the same order: the first instance is the primary, the others stand by.
public final class FixedRouting implements RoutingPolicy {
  @Override
  public List<Target> order(List<Target> targets, long turn, RandomGenerator random) {
    return targets;
  }
}
