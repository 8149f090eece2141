package dev.orrery.loadbalancer.core.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Each healthy backend as often as its weight says, and evenly spread: of weights 5, 1, 1 comes `a
/// a b a c a a`, not `a a a a a b c`.
///
/// ```
///   each turn: every backend gains its weight; the one with most goes, and pays the sum of all
///
///     before   gained    chosen   after            (weights 5, 1, 1; sum 7)
///     0  0  0  5  1  1     a     -2  1  1
///    -2  1  1  3  2  2     a     -4  2  2
///    -4  2  2  1  3  3     b      1 -4  3
/// ```
///
/// What is owed sums to zero, and after a whole cycle of turns everybody is back at zero: so each
/// share is exact, and between two turns of one backend lie never many more than its weight asks
/// for. This is how nginx and LVS do it ("smooth weighted round robin", Igor Sysoev's nginx, 2012).
///
/// What is owed is guarded by this.
public final class WeightedRoundRobin implements BalancingPolicy {
  private final Map<String, Long> owed = new HashMap<>();
  private List<Candidate> last = List.of();

  @Override
  public synchronized OptionalInt choose(List<Candidate> candidates) {
    if (!candidates.equals(last)) {
      // Others are in the game now, and what was owed before was owed among those of before.
      owed.clear();
      last = candidates;
    }
    int chosen = -1;
    long most = Long.MIN_VALUE;
    long sum = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (candidate.healthy()) {
        long now = owed.merge(candidate.name(), (long) candidate.weight(), Long::sum);
        sum += candidate.weight();
        if (now > most) {
          most = now;
          chosen = i;
        }
      }
    }
    if (chosen < 0) {
      return OptionalInt.empty();
    }
    owed.merge(candidates.get(chosen).name(), -sum, Long::sum);
    return OptionalInt.of(chosen);
  }
}
