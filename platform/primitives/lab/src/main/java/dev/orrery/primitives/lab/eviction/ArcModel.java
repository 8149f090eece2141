package dev.orrery.primitives.lab.eviction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ARC as figure 4 of the paper tells it.
class ArcModel extends NamesModel {
  private final List<String> t1 = new ArrayList<>();
  private final List<String> t2 = new ArrayList<>();
  private final List<String> b1 = new ArrayList<>();
  private final List<String> b2 = new ArrayList<>();
  private double p;

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
  Optional<String> miss(String key) {
    if (b1.contains(key)) {
      adapt(Math.max(1, (double) b2.size() / b1.size()));
      b1.remove(key);
      Optional<String> left = replace(false);
      t2.add(key);
      return left;
    }
    if (b2.contains(key)) {
      adapt(-Math.max(1, (double) b1.size() / b2.size()));
      b2.remove(key);
      Optional<String> left = replace(true);
      t2.add(key);
      return left;
    }
    Optional<String> left = makeRoomForNew();
    t1.add(key);
    return left;
  }

  void adapt(double by) {
    p = Math.clamp(p + by, 0, capacity);
  }

  private Optional<String> makeRoomForNew() {
    if (t1.size() + b1.size() >= capacity) {
      if (t1.size() == capacity) {
        return Optional.of(t1.removeFirst());
      }
      b1.removeFirst();
    } else if (t1.size() + b1.size() + t2.size() + b2.size() >= 2 * capacity) {
      b2.removeFirst();
    }
    return replace(false);
  }

  private Optional<String> replace(boolean wasInB2) {
    if (!isFull()) {
      return Optional.empty();
    }
    boolean overTarget = t1.size() > p || (wasInB2 && t1.size() == p);
    boolean fromT1 = !t1.isEmpty() && (overTarget || t2.isEmpty());
    return Optional.of(
        fromT1 ? toNames(t1, b1, Integer.MAX_VALUE) : toNames(t2, b2, Integer.MAX_VALUE));
  }
}
