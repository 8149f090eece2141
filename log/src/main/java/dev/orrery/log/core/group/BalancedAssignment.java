package dev.orrery.log.core.group;

import dev.orrery.log.core.partition.TopicPartition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// An assignment under construction: gives what is free to the least loaded subscriber, then moves
/// partitions one by one from a member to another that has at least two fewer, until there is no
/// such pair.
///
/// Each move lowers the sum of the squared loads, so it ends. When all subscribe to the same topics
/// the loads then differ by at most one, and no start needs fewer moves: a member gives only while
/// it has more than its share.
final class BalancedAssignment {
  private final GroupSpecification group;
  private final TreeMap<String, TreeSet<TopicPartition>> owned = new TreeMap<>();
  private final Map<String, List<String>> subscribers = new HashMap<>();

  BalancedAssignment(GroupSpecification group) {
    this.group = group;
    group.members().keySet().forEach(id -> owned.put(id, new TreeSet<>()));
    group.topics().keySet().forEach(it -> subscribers.put(it, group.subscribersOf(it)));
  }

  /// Leaves with each member what it has and may have.
  BalancedAssignment keepCurrent() {
    Set<TopicPartition> free = new TreeSet<>(group.partitions());
    new TreeMap<>(group.members())
        .forEach((id, member) -> {
          for (TopicPartition partition : new TreeSet<>(member.current())) {
            if (member.subscribed().contains(partition.topic()) && free.remove(partition)) {
              ownedBy(id).add(partition);
            }
          }
        });
    return this;
  }

  Map<String, Set<TopicPartition>> complete() {
    Set<TopicPartition> free = new TreeSet<>(group.partitions());
    owned.values().forEach(free::removeAll);
    for (TopicPartition partition : free) {
      ownedBy(leastLoaded(partition)).add(partition);
    }
    while (improve()) {}
    return new TreeMap<>(owned);
  }

  private NavigableSet<TopicPartition> ownedBy(String id) {
    return owned.computeIfAbsent(id, member -> new TreeSet<>());
  }

  private int load(String id) {
    return ownedBy(id).size();
  }

  private String leastLoaded(TopicPartition partition) {
    return subscribers.getOrDefault(partition.topic(), List.of()).stream()
        .min(Comparator.comparingInt(this::load))
        .orElseThrow();
  }

  private boolean improve() {
    List<String> byLoad =
        group.members().keySet().stream()
            .sorted(Comparator.comparingInt((String id) -> -load(id)).thenComparing(id -> id))
            .toList();
    for (String giver : byLoad) {
      for (TopicPartition partition : ownedBy(giver).descendingSet()) {
        String taker = leastLoaded(partition);
        if (load(giver) - load(taker) >= 2) {
          ownedBy(giver).remove(partition);
          ownedBy(taker).add(partition);
          return true;
        }
      }
    }
    return false;
  }
}
