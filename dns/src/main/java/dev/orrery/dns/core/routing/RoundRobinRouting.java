package dev.orrery.dns.core.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Rotates by one place each answer (RFC 1794): of n successive answers each target is first in
/// exactly one.
public final class RoundRobinRouting implements RoutingPolicy {
  @Override
  public List<Target> order(List<Target> targets, long turn, RandomGenerator random) {
    int count = targets.size();
    int first = (int) Math.floorMod(turn, (long) count);
    List<Target> ordered = new ArrayList<>(count);
    ordered.addAll(targets.subList(first, count));
    ordered.addAll(targets.subList(0, first));
    return ordered;
  }
}
