package dev.orrery.primitives.lab.trace;

import dev.orrery.primitives.eviction.EvictionPolicy;
import java.util.ArrayList;
import java.util.List;

/// Runs a trace through a policy as a cache would that loads what it misses; every key weighs 1.
public final class Replay {
  private Replay() {}

  /// How many requests of a hundred hit; 0 for an empty trace.
  public static double hitPercent(EvictionPolicy<Integer> policy, Trace trace) {
    return hitPercents(policy, trace, 1, () -> {}).getFirst();
  }

  /// The same for each of so many equal parts of the trace, in their order.
  ///
  /// @param afterEach is run at the end of each part, to look at the policy
  public static List<Double> hitPercents(
      EvictionPolicy<Integer> policy, Trace trace, int parts, Runnable afterEach) {
    boolean[] resident = new boolean[trace.distinctKeys()];
    int requests = trace.requests().size();
    List<Double> percents = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) requests * part / parts);
      int to = (int) ((long) requests * (part + 1) / parts);
      int hits = 0;
      for (Integer key : trace.requests().subList(from, to)) {
        hits += resident[key] ? 1 : 0;
        resident[key] = true;
        for (Integer victim : policy.access(key, 1)) {
          resident[victim] = false;
        }
      }
      percents.add(100.0 * hits / Math.max(1, to - from));
      afterEach.run();
    }
    return percents;
  }
}
