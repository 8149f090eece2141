package dev.orrery.primitives.lab.eviction;

import java.util.List;

/// CLOCK as a list whose first is under the hand.
class ClockModel extends ListPolicy {
  ClockModel(long capacity) {
    super(capacity, BY_INSERTION);
  }

  @Override
  Entry victim(List<Entry> candidates) {
    while (entries.getFirst().accessed || !candidates.contains(entries.getFirst())) {
      Entry passed = entries.removeFirst();
      passed.accessed = false;
      entries.add(passed);
    }
    return entries.getFirst();
  }
}
