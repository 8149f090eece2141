package dev.orrery.primitives.lab.eviction;

import java.util.ArrayList;
import java.util.List;

/// ARC as figure 4 of the paper tells it.
class ArcModel extends NamesModel {
  private final List<String> t1 = new ArrayList<>();
  private final List<String> t2 = new ArrayList<>();
  private final List<String> b1 = new ArrayList<>();
  private final List<String> b2 = new ArrayList<>();
  private double p;

  /// Of the key that is coming.
  private boolean wasInB1;

  private boolean wasInB2;

  /// T1 alone is as large as the cache: its oldest leaves without a name.
  private boolean t1FillsL1;

  ArcModel(long capacity) {
    super(capacity);
  }

  @Override
  List<List<String>> residents() {
    return List.of(t1, t2);
  }

  @Override
  void hit(String key) {
    t1.remove(key);
    t2.remove(key);
    t2.add(key);
  }

  @Override
  void prepare(String key) {
    wasInB1 = b1.contains(key);
    wasInB2 = b2.contains(key);
    t1FillsL1 = t1.size() == capacity;
    if (wasInB1) {
      adapt(Math.max(1, (double) b2.size() / b1.size()));
      b1.remove(key);
    } else if (wasInB2) {
      adapt(-Math.max(1, (double) b1.size() / b2.size()));
      b2.remove(key);
    } else if (t1.size() + b1.size() >= capacity) {
      if (!b1.isEmpty()) {
        b1.removeFirst();
      }
    } else if (t1.size() + b1.size() + t2.size() + b2.size() >= 2 * capacity) {
      b2.removeFirst();
    }
  }

  @Override
  void enter(String key) {
    (wasInB1 || wasInB2 ? t2 : t1).add(key);
  }

  void adapt(double by) {
    p = Math.clamp(p + by, 0, capacity);
  }

  @Override
  String evict() {
    if (t1FillsL1 && t1.size() == capacity) {
      return t1.removeFirst();
    }
    boolean overTarget = t1.size() > p || (wasInB2 && t1.size() == p);
    boolean fromT1 = !t1.isEmpty() && (overTarget || t2.isEmpty());
    return fromT1 ? toNames(t1, b1, Integer.MAX_VALUE) : toNames(t2, b2, Integer.MAX_VALUE);
  }
}
