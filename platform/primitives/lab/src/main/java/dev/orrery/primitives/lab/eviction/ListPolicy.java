package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An eviction policy that is obviously right and slow: a list of the residents, and an order that
/// says who goes first. The model of the named contracts; the twins override one method each.
class ListPolicy implements EvictionPolicy<String> {
  /// A resident. Instants count the calls.
  static final class Entry {
    final String key;
    long weight;
    long insertedAt;
    long accessedAt;
    long count;

    Entry(String key) {
      this.key = key;
    }
  }

  static final Comparator<Entry> BY_ACCESS = Comparator.comparingLong(entry -> entry.accessedAt);
  static final Comparator<Entry> BY_INSERTION = Comparator.comparingLong(entry -> entry.insertedAt);
  static final Comparator<Entry> BY_COUNT =
      Comparator.<Entry>comparingLong(entry -> entry.count).thenComparing(BY_ACCESS);

  final List<Entry> entries = new ArrayList<>();
  private final long capacity;
  private final Comparator<Entry> order;
  long calls;

  ListPolicy(long capacity, Comparator<Entry> order) {
    this.capacity = capacity;
    this.order = order;
  }

  @Override
  public List<String> access(String key, long weight) {
    calls++;
    Entry entry = find(key).orElseGet(() -> insert(key));
    entry.weight = weight;
    touch(entry);
    List<String> evicted = new ArrayList<>();
    if (weight > bound()) {
      remove(key);
      evicted.add(key);
    }
    while (held() > bound()) {
      String victim = entries.stream().filter(other -> other != entry).min(order).orElseThrow().key;
      remove(victim);
      evicted.add(victim);
    }
    return evicted;
  }

  final Optional<Entry> find(String key) {
    return entries.stream().filter(entry -> entry.key.equals(key)).findFirst();
  }

  Entry insert(String key) {
    Entry entry = new Entry(key);
    entry.insertedAt = calls;
    entries.add(entry);
    return entry;
  }

  /// Notes an access, the first included.
  void touch(Entry entry) {
    entry.accessedAt = calls;
    entry.count++;
  }

  /// What is held at most.
  long bound() {
    return capacity;
  }

  @Override
  public void remove(String key) {
    entries.removeIf(entry -> entry.key.equals(key));
  }

  @Override
  public long usedBytes() {
    return held();
  }

  private long held() {
    return entries.stream().mapToLong(entry -> entry.weight).sum();
  }

  @Override
  public long capacityBytes() {
    return capacity;
  }
}
