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

    /// Accessed since it came, or since the mark was wiped.
    boolean accessed;

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
    if (weight > bound()) {
      remove(key);
      return List.of(key);
    }
    Optional<Entry> resident = find(key);
    if (resident.isPresent()) {
      resident.get().weight = weight;
      touch(resident.get());
      return makeRoom(0, resident);
    }
    List<String> evicted = makeRoom(weight, Optional.empty());
    Entry entry = insert(key);
    entry.weight = weight;
    touch(entry);
    return evicted;
  }

  private List<String> makeRoom(long weight, Optional<Entry> spared) {
    List<String> evicted = new ArrayList<>();
    while (held() + weight > bound()) {
      Entry victim =
          victim(entries.stream().filter(entry -> spared.filter(entry::equals).isEmpty()).toList());
      remove(victim.key);
      evicted.add(victim.key);
    }
    return evicted;
  }

  /// Whom to evict.
  ///
  /// @param candidates at least one; all residents but the one accessed, in the order of `entries`
  Entry victim(List<Entry> candidates) {
    return candidates.stream().min(order).orElseThrow();
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
    entry.accessed = entry.count > 0;
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
