package dev.orrery.loadbalancer.core.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The healthy backend with the fewest requests in flight; among equals, each in its turn.
///
/// A slow backend holds its requests longer, so its count stays higher and it is given fewer: the
/// policy follows speed without measuring it. The turn among equals matters when the system is
/// idle: without it all counts are zero and the first backend would get everything.
///
/// The counts and the turn are guarded by this.
public final class LeastConnections implements BalancingPolicy {
  // Only backends with requests in flight have an entry, so those long gone leave nothing behind.
  private final Map<String, Integer> active = new HashMap<>();
  private int turn;

  @Override
  public synchronized OptionalInt choose(List<Candidate> candidates) {
    int size = candidates.size();
    int chosen = -1;
    int fewest = Integer.MAX_VALUE;
    for (int step = 0; step < size; step++) {
      int index = Integer.remainderUnsigned(turn + step, size);
      Candidate candidate = candidates.get(index);
      if (candidate.healthy()) {
        int count = active.getOrDefault(candidate.name(), 0);
        if (count < fewest) {
          fewest = count;
          chosen = index;
        }
      }
    }
    if (chosen < 0) {
      return OptionalInt.empty();
    }
    // The next search begins behind the one taken.
    turn = chosen + 1;
    return OptionalInt.of(chosen);
  }

  @Override
  public synchronized void onStart(Candidate candidate) {
    active.merge(candidate.name(), 1, Integer::sum);
  }

  @Override
  public synchronized void onEnd(Candidate candidate) {
    active.computeIfPresent(candidate.name(), (_, count) -> count == 1 ? null : count - 1);
  }
}
