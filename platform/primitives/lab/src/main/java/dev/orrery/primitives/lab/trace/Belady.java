package dev.orrery.primitives.lab.trace;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// OPT, or MIN: evicts the key whose next request lies furthest ahead. Nobody who must take in
/// every key can hit more often; only who knows the whole trace can do it, so it is a ceiling to
/// measure by and no policy to run.
///
/// Policies that may refuse a newcomer have a ceiling of their own, a little higher. Keys of
/// unequal weight have none that could be computed: the problem is then NP-hard.
///
/// László Bélády, "A study of replacement algorithms for a virtual-storage computer", 1966.
public final class Belady {
  private static final int NEVER = Integer.MAX_VALUE;

  private record Resident(int key, int nextRequest) {}

  private Belady() {}

  /// How many requests of a hundred hit at best, in a cache for `capacity` keys that takes in every
  /// key it misses.
  public static double hitPercent(Trace trace, int capacity) {
    return 100.0 * hits(trace.requests(), capacity, false) / Math.max(1, trace.requests().size());
  }

  /// The most hits of a cache that may let a key pass by without taking it in.
  public static int hitsMayRefuse(Trace trace, int capacity) {
    return hits(trace.requests(), capacity, true);
  }

  private static int hits(List<Integer> requests, int capacity, boolean mayRefuse) {
    int[] nextRequest = nextRequests(requests);
    TreeSet<Resident> furthestLast =
        new TreeSet<>(Comparator.comparingInt(Resident::nextRequest).thenComparing(Resident::key));
    int hits = 0;
    for (int now = 0; now < requests.size(); now++) {
      int key = requests.get(now);
      boolean hit = furthestLast.remove(new Resident(key, now));
      if (hit) {
        hits++;
      } else if (!mayRefuse && furthestLast.size() == capacity) {
        furthestLast.pollLast();
      }
      furthestLast.add(new Resident(key, nextRequest[now]));
      if (furthestLast.size() > capacity) {
        furthestLast.pollLast();
      }
    }
    return hits;
  }

  private static int[] nextRequests(List<Integer> requests) {
    int[] next = new int[requests.size()];
    int[] seen = new int[requests.size()];
    Arrays.fill(seen, NEVER);
    for (int i = requests.size() - 1; i >= 0; i--) {
      next[i] = seen[requests.get(i)];
      seen[requests.get(i)] = i;
    }
    return next;
  }
}
