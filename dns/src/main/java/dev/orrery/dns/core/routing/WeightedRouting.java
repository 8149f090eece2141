package dev.orrery.dns.core.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws the first target with a chance proportional to its weight, then the second of those left,
/// and so on: the order that RFC 2782 prescribes for SRV, applied to addresses too.
public final class WeightedRouting implements RoutingPolicy {
  @Override
  public List<Target> order(List<Target> targets, long turn, RandomGenerator random) {
    List<Target> left = new ArrayList<>(targets);
    List<Target> ordered = new ArrayList<>(left.size());
    while (!left.isEmpty()) {
      ordered.add(left.remove(draw(left, random)));
    }
    return ordered;
  }

  private static int draw(List<Target> left, RandomGenerator random) {
    int sum = 0;
    for (Target target : left) {
      sum += target.weight();
    }
    int drawn = random.nextInt(sum);
    int index = 0;
    while (drawn >= left.get(index).weight()) {
      drawn -= left.get(index++).weight();
    }
    return index;
  }
}
