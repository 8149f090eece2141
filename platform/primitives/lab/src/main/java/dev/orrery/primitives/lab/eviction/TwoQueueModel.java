package dev.orrery.primitives.lab.eviction;

import java.util.ArrayList;
import java.util.List;

/// 2Q as the paper tells it: A1in a quarter, A1out a half.
class TwoQueueModel extends NamesModel {
  final List<String> a1in = new ArrayList<>();
  final List<String> a1out = new ArrayList<>();
  final List<String> am = new ArrayList<>();

  TwoQueueModel(long capacity) {
    super(capacity);
  }

  @Override
  List<List<String>> residents() {
    return List.of(a1in, am);
  }

  @Override
  void hit(String key) {
    if (am.remove(key)) {
      am.add(key);
    }
  }

  @Override
  void enter(String key) {
    (a1out.remove(key) ? am : a1in).add(key);
  }

  @Override
  String evict() {
    boolean trialIsOver = a1in.size() > Math.max(1, capacity / 4) || am.isEmpty();
    return trialIsOver ? toNames(a1in, a1out, Math.max(1, capacity / 2)) : am.removeFirst();
  }
}
