package dev.orrery.queue.core.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The consumers of a queue and their credit. Those with credit stand in line; who is served goes
/// to the end of it if there is credit left. Not thread-safe.
///
/// @param <C> a consumer; by identity or with an equality of its own
public final class RoundRobin<C> {
  private final Map<C, Integer> credits = new HashMap<>();
  private final ArrayDeque<C> line = new ArrayDeque<>();

  /// @param prefetch messages it may hold unsettled at a time, at least 1
  public void join(C consumer, int prefetch) {
    if (credits.putIfAbsent(consumer, prefetch) == null) {
      line.addLast(consumer);
    }
  }

  public void leave(C consumer) {
    if (credits.remove(consumer) != null) {
      line.remove(consumer);
    }
  }

  /// Whose turn it is; empty when nobody has room. Takes one of its credits.
  public Optional<C> next() {
    C consumer = line.pollFirst();
    if (consumer == null) {
      return Optional.empty();
    }
    int left = credits.merge(consumer, -1, Integer::sum);
    if (left > 0) {
      line.addLast(consumer);
    }
    return Optional.of(consumer);
  }

  public boolean anybody() {
    return !line.isEmpty();
  }

  /// One of the consumer's messages is settled, or was taken from it. Nothing for one that has
  /// left.
  public void settled(C consumer) {
    Integer credit = credits.computeIfPresent(consumer, (known, before) -> before + 1);
    if (credit != null && credit == 1) {
      line.addLast(consumer);
    }
  }

  /// Everybody, with or without credit, in no order.
  public List<C> members() {
    return List.copyOf(credits.keySet());
  }

  public int size() {
    return credits.size();
  }
}
