package dev.orrery.dns.core.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/// Orders the targets of one answer. A swap point: `dns.routing-policy`.
///
/// An implementation is stateless and thread-safe; its answer depends on the arguments only.
@FunctionalInterface
public interface RoutingPolicy {
  /// @param targets at least two, in a fixed order; not to be changed
  /// @param turn how often this set was answered before, from 0
  /// @param random the only source of chance
  /// @return a permutation of `targets`
  List<Target> order(List<Target> targets, long turn, RandomGenerator random);
}
