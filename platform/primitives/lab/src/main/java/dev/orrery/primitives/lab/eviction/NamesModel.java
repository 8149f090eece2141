package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;
import java.util.List;
import java.util.Optional;

/// What the models of 2Q, S3-FIFO and ARC share: keys without weights, in lists that are searched.
abstract class NamesModel implements EvictionPolicy<String> {
  final int capacity;

  NamesModel(long capacity) {
    this.capacity = Math.toIntExact(capacity);
  }

  @Override
  public final List<String> access(String key, long weight) {
    if (isResident(key)) {
      hit(key);
      return List.of();
    }
    if (capacity == 0) {
      return List.of(key);
    }
    return miss(key).map(List::of).orElse(List.of());
  }

  private boolean isResident(String key) {
    return residents().stream().anyMatch(list -> list.contains(key));
  }

  /// The lists of those that are in.
  abstract List<List<String>> residents();

  abstract void hit(String key);

  /// Takes `key` in; whoever had to leave for it.
  abstract Optional<String> miss(String key);

  final boolean isFull() {
    return usedBytes() == capacity;
  }

  /// Moves the oldest of a list to a list of at most `bound` names.
  static String toNames(List<String> from, List<String> names, int bound) {
    String left = from.removeFirst();
    names.add(left);
    if (names.size() > bound) {
      names.removeFirst();
    }
    return left;
  }

  @Override
  public void remove(String key) {
    residents().forEach(list -> list.remove(key));
  }

  @Override
  public final long usedBytes() {
    return residents().stream().mapToInt(List::size).sum();
  }

  @Override
  public final long capacityBytes() {
    return capacity;
  }
}
