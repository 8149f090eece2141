package dev.orrery.primitives.lab.eviction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// S3-FIFO as the paper tells it: S a tenth, M the rest, G as many names as M.
class S3FifoModel extends NamesModel {
  private final List<String> s = new ArrayList<>();
  private final List<String> m = new ArrayList<>();
  private final List<String> g = new ArrayList<>();
  private final Map<String, Integer> frequencies = new HashMap<>();

  S3FifoModel(long capacity) {
    super(capacity);
  }

  @Override
  List<List<String>> residents() {
    return List.of(s, m);
  }

  @Override
  void hit(String key) {
    frequencies.merge(key, 1, (before, one) -> Math.min(3, before + one));
  }

  @Override
  String evict() {
    while (true) {
      boolean smallIsFull = !s.isEmpty() && s.size() >= smallCapacity();
      if (smallIsFull || m.isEmpty()) {
        if (frequency(s.getFirst()) <= accessesToStay()) {
          return toNames(s, g, ghostNames());
        }
        frequencies.put(s.getFirst(), 0);
        m.add(s.removeFirst());
      } else {
        String oldest = m.removeFirst();
        if (frequency(oldest) == 0) {
          return oldest;
        }
        frequencies.merge(oldest, -1, Integer::sum);
        m.add(oldest);
      }
    }
  }

  @Override
  void enter(String key) {
    (g.remove(key) ? m : s).add(key);
    frequencies.put(key, 0);
  }

  private int smallCapacity() {
    return Math.max(1, capacity / 10);
  }

  /// Accesses in S after which a key still leaves.
  int accessesToStay() {
    return 1;
  }

  int ghostNames() {
    return Math.max(1, capacity - smallCapacity());
  }

  private int frequency(String key) {
    return frequencies.getOrDefault(key, 0);
  }
}
