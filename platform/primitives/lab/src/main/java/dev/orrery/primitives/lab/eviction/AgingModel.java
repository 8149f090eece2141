package dev.orrery.primitives.lab.eviction;

import java.util.List;

/// LFU with aging as a list in the order of eviction, which halving does not change.
class AgingModel extends ListPolicy {
  private static final int ACCESSES_A_RESIDENT = 10;
  private static final int MAXIMUM_COUNT = 63;

  private long accesses;

  AgingModel(long capacity) {
    super(capacity, BY_COUNT);
  }

  @Override
  Entry victim(List<Entry> candidates) {
    return candidates.getFirst();
  }

  @Override
  void touch(Entry entry) {
    entry.count = Math.min(MAXIMUM_COUNT, entry.count + 1);
    entries.remove(entry);
    long notMore = entries.stream().filter(other -> other.count <= entry.count).count();
    entries.add((int) notMore, entry);
  }

  @Override
  public List<String> access(String key, long weight) {
    List<String> evicted = super.access(key, weight);
    if (!evicted.contains(key)) {
      accesses++;
      halveWhenDue();
    }
    return evicted;
  }

  private void halveWhenDue() {
    if (accesses >= (long) ACCESSES_A_RESIDENT * entries.size()) {
      accesses = 0;
      halve();
    }
  }

  void halve() {
    entries.forEach(entry -> entry.count /= 2);
  }
}
