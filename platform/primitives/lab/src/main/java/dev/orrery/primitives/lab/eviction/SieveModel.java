package dev.orrery.primitives.lab.eviction;

import java.util.List;

/// SIEVE as a list, oldest first, and the index of the hand.
class SieveModel extends ListPolicy {
  private int hand;

  SieveModel(long capacity) {
    super(capacity, BY_INSERTION);
  }

  @Override
  Entry victim(List<Entry> candidates) {
    while (underHand().accessed || !candidates.contains(underHand())) {
      underHand().accessed = false;
      hand++;
    }
    return underHand();
  }

  private Entry underHand() {
    if (hand >= entries.size()) {
      hand = 0;
    }
    return entries.get(hand);
  }

  /// Beyond the newest the hand is at the oldest, before somebody newer comes.
  @Override
  Entry insert(String key) {
    if (hand >= entries.size()) {
      hand = 0;
    }
    return super.insert(key);
  }

  @Override
  public void remove(String key) {
    int index = find(key).map(entries::indexOf).orElse(Integer.MAX_VALUE);
    if (index < hand) {
      hand--;
    }
    super.remove(key);
  }
}
