package dev.orrery.loadbalancer.core.balancing;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// Each healthy backend in its turn.
///
/// The turn is one counter for all event loops, so that the rotation is exact however connections
/// are spread over them. It wraps after 2³² requests; the remainder is taken as of an unsigned
/// number, since the signed one is negative for half of all turns.
public final class RoundRobin implements BalancingPolicy {
  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public OptionalInt choose(List<Candidate> candidates) {
    int healthy = 0;
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).healthy()) {
        healthy++;
      }
    }
    if (healthy == 0) {
      return OptionalInt.empty();
    }
    int remaining = Integer.remainderUnsigned(turn.getAndIncrement(), healthy);
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).healthy() && remaining-- == 0) {
        return OptionalInt.of(i);
      }
    }
    throw new IllegalStateException("an immutable list has changed");
  }
}
